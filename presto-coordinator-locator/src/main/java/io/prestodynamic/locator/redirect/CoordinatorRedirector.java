/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.prestodynamic.locator.redirect;

import com.sun.net.httpserver.HttpServer;
import io.prestodynamic.locator.CoordinatorLocator;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import static java.util.Objects.requireNonNull;

/**
 * An HTTP server with one stable address, which answers every request with 307 and the current coordinator, for clients that know nothing of discovery.
 * {@code GET /v1/redirector} tells what it knows.
 */
public final class CoordinatorRedirector
        implements Closeable
{
    private static final int THREADS = 64;
    // the other threads answer at once, whatever waits
    private static final int MAX_WAITING = 48;

    private final HttpServer server;
    private final ExecutorService executor;

    /**
     * Binds the address, and answers nobody until {@link #start}.
     *
     * @param locator should poll every second, as nobody tells of connections that fail; is not closed
     * @param wait how long a request waits for a coordinator where there is none
     * @throws IOException where the address is in use or not of this machine
     */
    public CoordinatorRedirector(CoordinatorLocator locator, InetSocketAddress address, Duration wait)
            throws IOException
    {
        requireNonNull(locator, "locator is null");
        requireNonNull(address, "address is null");
        requireNonNull(wait, "wait is null");
        server = HttpServer.create(address, 0);
        executor = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "coordinator-redirector");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(executor);
        server.createContext("/", new RedirectHandler(locator, wait, MAX_WAITING));
    }

    /**
     * Answers requests from now on.
     */
    public void start()
    {
        server.start();
    }

    /**
     * The address that it listens on, with the port that the system has chosen where that was 0.
     */
    public InetSocketAddress address()
    {
        return server.getAddress();
    }

    /**
     * Drops the requests that wait.
     */
    @Override
    public void close()
    {
        executor.shutdownNow();
        server.stop(0);
    }
}

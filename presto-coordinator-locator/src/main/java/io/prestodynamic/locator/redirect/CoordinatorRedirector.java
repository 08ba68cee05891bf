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
import static java.util.concurrent.TimeUnit.MILLISECONDS;

/**
 * HTTP server with a stable address that redirects or forwards clients to the current coordinator. {@code GET /v1/redirector} returns its status.
 */
public final class CoordinatorRedirector
        implements Closeable
{
    private final HttpServer server;
    private final ExecutorService executor;
    private final CoordinatorRequestHandler handler;
    private final Duration drainTime;

    /**
     * Binds the address, without answering until {@link #start}.
     *
     * @param locator should poll every second, because failed connections are not reported; is not closed
     * @param wait maximum time that a request waits for a coordinator
     * @throws IOException if the address is in use or does not belong to this machine
     */
    public CoordinatorRedirector(CoordinatorLocator locator, InetSocketAddress address, Duration wait, RedirectorMode mode)
            throws IOException
    {
        requireNonNull(locator, "locator is null");
        requireNonNull(address, "address is null");
        requireNonNull(wait, "wait is null");
        server = HttpServer.create(address, 0);
        executor = Executors.newFixedThreadPool(mode.threads(), task -> {
            Thread thread = new Thread(task, "coordinator-redirector");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(executor);
        drainTime = mode.drainTime();
        CoordinatorWait coordinators = new CoordinatorWait(locator, wait, mode.maxWaiting());
        handler = switch (mode) {
            case REDIRECT -> new Redirection(coordinators);
            case PROXY -> new Forwarding(locator, coordinators, new CoordinatorClient());
        };
        server.createContext("/", new RedirectorHandler(locator, handler));
    }

    public void start()
    {
        server.start();
    }

    /**
     * Returns the address, with the actual port if 0 was given.
     */
    public InetSocketAddress address()
    {
        return server.getAddress();
    }

    /**
     * Stops accepting requests, and aborts those that wait. A proxy first completes running requests for up to five seconds.
     */
    @Override
    public void close()
    {
        executor.shutdown();
        try {
            executor.awaitTermination(drainTime.toMillis(), MILLISECONDS);
        }
        catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        executor.shutdownNow();
        server.stop(0);
        handler.close();
    }
}

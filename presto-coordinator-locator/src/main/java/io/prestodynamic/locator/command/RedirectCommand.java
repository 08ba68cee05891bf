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
package io.prestodynamic.locator.command;

import io.prestodynamic.locator.CoordinatorLocator;
import io.prestodynamic.locator.redirect.CoordinatorRedirector;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import static java.util.Objects.requireNonNull;

/**
 * Runs a redirector until the process is killed.
 */
final class RedirectCommand
{
    private static final Duration DEFAULT_WAIT = Duration.ofSeconds(10);
    private static final int MAX_REQUEST_SECONDS = 10;

    private final CoordinatorLocator locator;
    private final InetSocketAddress address;
    private final Duration wait;

    RedirectCommand(CoordinatorLocator locator, LocateOptions options)
    {
        this.locator = requireNonNull(locator, "locator is null");
        this.address = options.listen().orElseThrow();
        this.wait = options.patience().orElse(DEFAULT_WAIT);
    }

    int run()
            throws InterruptedException
    {
        limitRequests();
        if (address.isUnresolved()) {
            PrestoLocate.complain("Cannot listen on %s: the name cannot be resolved".formatted(address.getHostString()));
            return PrestoLocate.NOT_FOUND;
        }
        try (CoordinatorRedirector redirector = new CoordinatorRedirector(locator, address, wait)) {
            locator.start();
            redirector.start();
            PrestoLocate.complain("Redirecting clients of %s:%s".formatted(redirector.address().getAddress().getHostAddress(), redirector.address().getPort()));
            new CountDownLatch(1).await();
            return PrestoLocate.DONE;
        }
        catch (IOException e) {
            PrestoLocate.complain("Cannot listen on %s: %s".formatted(address, e.getMessage()));
            return PrestoLocate.NOT_FOUND;
        }
    }

    // clients that send nothing, or read nothing, would keep their threads; the JDK's server takes this from here only
    private void limitRequests()
    {
        if (System.getProperty("sun.net.httpserver.maxReqTime") == null) {
            System.setProperty("sun.net.httpserver.maxReqTime", String.valueOf(MAX_REQUEST_SECONDS));
        }
        if (System.getProperty("sun.net.httpserver.maxRspTime") == null) {
            System.setProperty("sun.net.httpserver.maxRspTime", String.valueOf(wait.toSeconds() + MAX_REQUEST_SECONDS));
        }
    }
}

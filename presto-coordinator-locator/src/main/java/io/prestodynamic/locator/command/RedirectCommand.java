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
import io.prestodynamic.locator.redirect.RedirectorMode;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import static java.util.Objects.requireNonNull;

/**
 * Execution of a redirector or proxy until the process is killed.
 */
final class RedirectCommand
{
    private static final Duration DEFAULT_WAIT = Duration.ofSeconds(10);
    private static final int MAX_REQUEST_SECONDS = 10;
    private static final int MAX_ANSWER_SECONDS = 10;
    // includes forwarding the body
    private static final int MAX_FORWARDED_REQUEST_SECONDS = 30;
    // allows a large response to a slow client
    private static final int MAX_FORWARDED_ANSWER_SECONDS = 600;

    private final CoordinatorLocator locator;
    private final InetSocketAddress address;
    private final Duration wait;
    private final RedirectorMode mode;

    RedirectCommand(CoordinatorLocator locator, LocateOptions options, RedirectorMode mode)
    {
        this.locator = requireNonNull(locator, "locator is null");
        this.address = options.listen().orElseThrow();
        this.wait = options.waitTime().orElse(DEFAULT_WAIT);
        this.mode = requireNonNull(mode, "mode is null");
    }

    int run()
            throws InterruptedException
    {
        limitRequests();
        if (address.isUnresolved()) {
            PrestoLocate.printMessage("Cannot listen on %s: the name cannot be resolved".formatted(address.getHostString()));
            return PrestoLocate.NOT_FOUND;
        }
        try (CoordinatorRedirector redirector = new CoordinatorRedirector(locator, address, wait, mode)) {
            Runtime.getRuntime().addShutdownHook(new Thread(redirector::close, "close-redirector"));
            locator.start();
            redirector.start();
            String task = switch (mode) {
                case REDIRECT -> "Redirecting clients of";
                case PROXY -> "Forwarding requests of clients of";
            };
            PrestoLocate.printMessage("%s %s:%s".formatted(task, redirector.address().getAddress().getHostAddress(), redirector.address().getPort()));
            new CountDownLatch(1).await();
            return PrestoLocate.DONE;
        }
        catch (IOException e) {
            PrestoLocate.printMessage("Cannot listen on %s: %s".formatted(address, e.getMessage()));
            return PrestoLocate.NOT_FOUND;
        }
    }

    private void limitRequests()
    {
        switch (mode) {
            case REDIRECT -> limitRequests(MAX_REQUEST_SECONDS, wait.toSeconds() + MAX_ANSWER_SECONDS);
            case PROXY -> limitRequests(wait.toSeconds() + MAX_FORWARDED_REQUEST_SECONDS, wait.toSeconds() + MAX_FORWARDED_ANSWER_SECONDS);
        }
    }

    // otherwise clients that send or read nothing would block threads; the HTTP server of the JDK has no other way to set this
    private static void limitRequests(long requestSeconds, long answerSeconds)
    {
        setIfAbsent("sun.net.httpserver.maxReqTime", requestSeconds);
        setIfAbsent("sun.net.httpserver.maxRspTime", answerSeconds);
    }

    private static void setIfAbsent(String property, long value)
    {
        if (System.getProperty(property) == null) {
            System.setProperty(property, String.valueOf(value));
        }
    }
}

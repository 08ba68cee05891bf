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

import com.sun.net.httpserver.HttpExchange;
import io.prestodynamic.locator.Coordinator;
import io.prestodynamic.locator.CoordinatorLocator;
import io.prestodynamic.locator.redirect.CoordinatorClient.NoResponseException;
import io.prestodynamic.locator.redirect.CoordinatorClient.NotConnectedException;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;

import static java.util.Objects.requireNonNull;

/**
 * Forwarding of requests to the coordinator that runs their query, as named by their path, or to the current one.
 */
final class Forwarding
        implements CoordinatorRequestHandler
{
    // a running process refuses connections for moments at most
    private static final Duration MAX_REFUSAL = Duration.ofSeconds(3);
    // leaves threads for coordinators that answer
    private static final int MAX_AT_UNUSABLE = 32;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int TOO_LARGE = 413;
    private static final int INTERNAL_SERVER_ERROR = 500;
    private static final int BAD_GATEWAY = 502;

    private final CoordinatorLocator locator;
    private final CoordinatorWait coordinators;
    private final CoordinatorClient client;
    private final ForwardedResponse forwardedResponse;
    private final Semaphore mayAskUnusable = new Semaphore(MAX_AT_UNUSABLE);

    Forwarding(CoordinatorLocator locator, CoordinatorWait coordinators, CoordinatorClient client)
    {
        this.locator = requireNonNull(locator, "locator is null");
        this.coordinators = requireNonNull(coordinators, "coordinators is null");
        this.client = requireNonNull(client, "client is null");
        this.forwardedResponse = new ForwardedResponse(locator);
    }

    @Override
    public void handle(HttpExchange exchange, String path)
            throws IOException, InterruptedException, UnavailableException
    {
        try {
            if (path.startsWith(QueryAddress.PATH)) {
                answerQuery(exchange, path);
            }
            else {
                answerOther(exchange, path + query(exchange.getRequestURI()));
            }
        }
        catch (NoResponseException e) {
            Responses.sendMessage(exchange, unanswered(exchange), "The coordinator did not answer, and may have accepted the request: " + e.getMessage());
        }
        catch (ForwardedBody.TooLongException e) {
            Responses.sendMessage(exchange, TOO_LARGE, e.getMessage());
        }
        catch (IllegalArgumentException e) {
            Responses.sendMessage(exchange, BAD_REQUEST, "The request cannot be forwarded: " + e.getMessage());
        }
    }

    @Override
    public void close()
    {
        client.close();
    }

    private void answerOther(HttpExchange exchange, String target)
            throws IOException, InterruptedException, UnavailableException
    {
        long deadline = coordinators.deadline();
        Coordinator coordinator = coordinators.find(deadline);
        while (true) {
            try {
                forwardedResponse.send(exchange, client.send(exchange, coordinator.uri() + target));
                return;
            }
            catch (NotConnectedException e) {
                coordinator = coordinators.next(coordinator, deadline);
            }
        }
    }

    private void answerQuery(HttpExchange exchange, String path)
            throws IOException, InterruptedException, UnavailableException
    {
        URI address = QueryAddress.parse(path).orElseThrow(() -> new IllegalArgumentException("The path has no address of a coordinator"));
        String target = address.getRawPath() + query(address) + query(exchange.getRequestURI());
        if (target.startsWith("/ui/")) {
            // relative links of the page need the redirect
            Responses.redirect(exchange, target);
            return;
        }
        Optional<Coordinator> coordinator = known(address);
        if (coordinator.isEmpty()) {
            answerUnknown(exchange, address);
        }
        else if (locator.locateAll().contains(coordinator.get())) {
            answerQuery(exchange, coordinator.get(), target);
        }
        else {
            answerQueryOfUnusable(exchange, coordinator.get(), target);
        }
    }

    private void answerQueryOfUnusable(HttpExchange exchange, Coordinator coordinator, String target)
            throws IOException, InterruptedException, UnavailableException
    {
        if (!mayAskUnusable.tryAcquire()) {
            throw new UnavailableException("Too many requests wait for the coordinator %s, which runs the query".formatted(coordinator.uri()));
        }
        try {
            answerQuery(exchange, coordinator, target);
        }
        finally {
            mayAskUnusable.release();
        }
    }

    private void answerQuery(HttpExchange exchange, Coordinator coordinator, String target)
            throws IOException, InterruptedException, UnavailableException
    {
        long begun = System.nanoTime();
        while (true) {
            try {
                forwardedResponse.send(exchange, client.sendForResults(exchange, coordinator.uri() + target));
                return;
            }
            catch (NoResponseException e) {
                if (exchange.getRequestMethod().equals("GET")) {
                    throw new UnavailableException("The coordinator %s, which runs the query, did not answer: %s".formatted(coordinator.uri(), e.getMessage()));
                }
                throw e;
            }
            catch (NotConnectedException e) {
                if (!e.isRefusal()) {
                    throw new UnavailableException("The coordinator %s, which runs the query, cannot be reached: %s".formatted(coordinator.uri(), e.getMessage()));
                }
                if (System.nanoTime() - begun > MAX_REFUSAL.toNanos()) {
                    Responses.sendMessage(exchange, NOT_FOUND, "The coordinator %s, which ran the query, is lost: it refuses connections".formatted(coordinator.uri()));
                    return;
                }
                CoordinatorWait.pause();
            }
        }
    }

    private static int unanswered(HttpExchange exchange)
    {
        // some clients send a statement again after a 502
        return exchange.getRequestMethod().equals("POST") ? INTERNAL_SERVER_ERROR : BAD_GATEWAY;
    }

    /**
     * Returns the coordinator at an address. Clients choose the address, so it must be that of a known coordinator.
     */
    private Optional<Coordinator> known(URI address)
    {
        return find(address).or(() -> {
            locator.refresh();
            return find(address);
        });
    }

    private Optional<Coordinator> find(URI address)
    {
        return locator.known().stream()
                .filter(coordinator -> QueryAddress.isOf(address, coordinator))
                .findFirst();
    }

    private void answerUnknown(HttpExchange exchange, URI address)
            throws IOException, UnavailableException
    {
        String message = "%s is not a coordinator that discovery knows, so its queries are lost".formatted(address.getRawAuthority());
        if (!locator.status().isDiscoveryAnswering()) {
            throw new UnavailableException("No discovery server answers, and " + message);
        }
        Responses.sendMessage(exchange, NOT_FOUND, message);
    }

    private static String query(URI uri)
    {
        return uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    }
}

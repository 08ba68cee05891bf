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
package io.prestodynamic.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import javax.net.ssl.SSLContext;

import java.io.Closeable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

/**
 * Connection to the coordinator, which follows it when it moves. A request that may have been executed is repeated only if it reads.
 */
final class ApiConnection
        implements Closeable
{
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final long PAUSE_MILLIS = 500;
    private static final Set<String> NOT_READY = Set.of("NOT_COORDINATOR", "STARTING");
    private static final Map<Integer, String> HINTS = Map.of(
            401, "it wants to know who you are: use --user and --password",
            403, "this user may not do that",
            404, "it has no catalog API; is it a Presto coordinator with dynamic catalogs?");

    private final CoordinatorSource coordinators;
    private final Credentials credentials;
    private final Duration timeout;
    private final Duration wait;
    private final Activity activity;
    private final HttpClient http;

    /**
     * @param wait time for which a request looks for a coordinator that takes it
     */
    ApiConnection(CoordinatorSource coordinators, Credentials credentials, Optional<SSLContext> tls, Duration timeout, Duration wait, Activity activity)
    {
        this.coordinators = requireNonNull(coordinators, "coordinators is null");
        this.credentials = requireNonNull(credentials, "credentials is null");
        this.timeout = requireNonNull(timeout, "timeout is null");
        this.wait = requireNonNull(wait, "wait is null");
        this.activity = requireNonNull(activity, "activity is null");
        // secrets go to the coordinator and to nobody else
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .proxy(HttpClient.Builder.NO_PROXY)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_TIMEOUT);
        tls.ifPresent(builder::sslContext);
        this.http = builder.build();
    }

    @Override
    public void close()
    {
        coordinators.close();
    }

    JsonNode send(ApiRequest request)
    {
        long deadline = System.nanoTime() + wait.toNanos();
        URI coordinator = coordinators.current();
        while (true) {
            Attempt attempt = attempt(coordinator, request);
            if (attempt.answer().isPresent()) {
                return attempt.answer().get();
            }
            ClientException failure = attempt.failure().orElseThrow();
            if (!attempt.repeatable() || System.nanoTime() > deadline) {
                throw failure;
            }
            Optional<URI> next = coordinators.after(coordinator);
            if (next.isEmpty()) {
                throw failure;
            }
            if (next.get().equals(coordinator)) {
                pause();
            }
            coordinator = next.get();
        }
    }

    private Attempt attempt(URI coordinator, ApiRequest request)
    {
        HttpRequest.Builder builder = request.toHttp(coordinator).timeout(timeout);
        credentials.addTo(builder);
        try (Activity.Running running = activity.begin()) {
            return answer(coordinator, http.send(builder.build(), BodyHandlers.ofByteArray()));
        }
        catch (ConnectException | HttpConnectTimeoutException e) {
            return Attempt.toRepeat(new ClientException("%s does not answer: %s; --server names the coordinator".formatted(coordinator, reason(e)), e));
        }
        catch (HttpTimeoutException e) {
            return interrupted(request, "%s has not answered within %s s".formatted(coordinator, timeout.toSeconds()), e);
        }
        catch (IOException e) {
            return interrupted(request, "%s does not answer: %s".formatted(coordinator, reason(e)), e);
        }
        catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClientException("Interrupted while the coordinator worked", e);
        }
    }

    private static Attempt answer(URI coordinator, HttpResponse<byte[]> response)
    {
        Optional<JsonNode> json = parse(response.body());
        if (response.statusCode() / 100 == 2) {
            return json.map(Attempt::answered).orElseGet(() ->
                    Attempt.failed(new ClientException("%s answers with something else than JSON; is it a Presto coordinator?".formatted(coordinator))));
        }
        if (json.isPresent() && json.get().path("code").isTextual() && json.get().path("message").isTextual()) {
            String code = json.get().path("code").asText();
            RefusedException refusal = new RefusedException(code, json.get().path("message").asText());
            return NOT_READY.contains(code) ? Attempt.toRepeat(refusal) : Attempt.failed(refusal);
        }
        String hint = HINTS.getOrDefault(response.statusCode(), "it cannot answer the request");
        return Attempt.failed(new ClientException("%s answers %s: %s".formatted(coordinator, response.statusCode(), hint)));
    }

    private static Optional<JsonNode> parse(byte[] body)
    {
        try {
            return Optional.ofNullable(JSON.readTree(body)).filter(JsonNode::isContainerNode);
        }
        catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Attempt interrupted(ApiRequest request, String message, IOException cause)
    {
        return request.isRead()
                ? Attempt.toRepeat(new ClientException(message, cause))
                : Attempt.failed(new ClientException(message + "; the change may have been made: look before you repeat it", cause));
    }

    private static String reason(IOException e)
    {
        Throwable reason = e;
        while (reason.getMessage() == null && reason.getCause() != null) {
            reason = reason.getCause();
        }
        if (reason instanceof UnresolvedAddressException) {
            return "its host name is unknown";
        }
        return reason.getMessage() == null ? "it cannot be connected to" : reason.getMessage();
    }

    private static void pause()
    {
        try {
            MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClientException("Interrupted while no coordinator was ready", e);
        }
    }

    /**
     * @param repeatable whether another coordinator may be asked
     */
    private record Attempt(Optional<JsonNode> answer, Optional<ClientException> failure, boolean repeatable)
    {
        static Attempt answered(JsonNode answer)
        {
            return new Attempt(Optional.of(answer), Optional.empty(), false);
        }

        static Attempt failed(ClientException failure)
        {
            return new Attempt(Optional.empty(), Optional.of(failure), false);
        }

        static Attempt toRepeat(ClientException failure)
        {
            return new Attempt(Optional.empty(), Optional.of(failure), true);
        }
    }
}

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
package io.prestodynamic.chaos.client;

import com.google.common.base.Throwables;
import io.prestodynamic.chaos.history.Operation;
import io.prestodynamic.chaos.history.Recorder;
import io.prestodynamic.chaos.plan.Action;
import io.prestodynamic.harness.client.CatalogApi;
import io.prestodynamic.harness.cluster.ProcessCluster;
import io.prestodynamic.harness.plugin.GenerationPlugin;

import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

import static io.prestodynamic.chaos.history.Outcome.ABSENT;
import static io.prestodynamic.chaos.history.Outcome.CREATED;
import static io.prestodynamic.chaos.history.Outcome.DELETED;
import static io.prestodynamic.chaos.history.Outcome.EXISTS;
import static io.prestodynamic.chaos.history.Outcome.FAILED;
import static io.prestodynamic.chaos.history.Outcome.PENDING;
import static io.prestodynamic.chaos.history.Outcome.REFUSED;
import static io.prestodynamic.chaos.history.Outcome.REPLACED;
import static io.prestodynamic.chaos.history.Outcome.UNKNOWN;
import static io.prestodynamic.chaos.history.Outcome.UNREACHABLE;
import static io.prestodynamic.chaos.plan.Action.ADD;
import static java.util.Objects.requireNonNull;

/**
 * Client that runs one operation after the other, and records the answers.
 */
public final class CatalogClient
{
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private final String name;
    private final CatalogApi api;
    private final GenerationQueries queries;
    private final Recorder recorder;

    public CatalogClient(String name, ProcessCluster cluster, Recorder recorder)
    {
        this.name = requireNonNull(name, "name is null");
        this.api = cluster.getApi();
        this.queries = new GenerationQueries(cluster);
        this.recorder = requireNonNull(recorder, "recorder is null");
    }

    /**
     * Runs an operation. Never throws, because a failure is an outcome too.
     */
    public void run(Action action, String catalog, OptionalInt generation)
    {
        Duration begun = recorder.now();
        Answer answer = switch (action) {
            case ADD, PUT, DELETE, GET -> request(action, catalog, generation);
            case QUERY -> queries.readRow(catalog);
            case SCAN -> queries.scan(catalog);
        };
        recorder.add(new Operation(name, action, catalog, generation, begun, recorder.now(), answer.outcome(), answer.seen(), answer.version(), answer.detail()));
    }

    private Answer request(Action action, String catalog, OptionalInt generation)
    {
        try {
            return interpret(action, api.send(httpRequest(action, catalog, generation).timeout(TIMEOUT)));
        }
        catch (UncheckedIOException e) {
            Throwable cause = Throwables.getRootCause(e);
            // nothing was sent without a connection
            boolean sent = Throwables.getCausalChain(e).stream().noneMatch(ConnectException.class::isInstance);
            return Answer.of(sent ? UNKNOWN : UNREACHABLE, cause.getClass().getSimpleName());
        }
    }

    private HttpRequest.Builder httpRequest(Action action, String catalog, OptionalInt generation)
    {
        return switch (action) {
            case ADD -> api.request("/v1/catalog/add")
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"catalogName\":\"%s\",%s}".formatted(catalog, definition(generation))));
            case PUT -> api.request("/v1/catalog/" + catalog)
                    .header("Content-Type", "application/json")
                    .PUT(BodyPublishers.ofString("{%s}".formatted(definition(generation))));
            case DELETE -> api.request("/v1/catalog/" + catalog).DELETE();
            default -> api.request("/v1/catalog/" + catalog);
        };
    }

    private static String definition(OptionalInt generation)
    {
        return "\"connectorName\":\"%s\",\"properties\":{\"generation\":\"%s\"}".formatted(GenerationPlugin.CONNECTOR, generation.getAsInt());
    }

    private static Answer interpret(Action action, CatalogApi.Answer answer)
    {
        String detail = "%s %s".formatted(answer.status(), answer.status() < 300 ? answer.text("state") : answer.text("code"));
        Optional<String> version = answer.status() < 300 && action != Action.DELETE ? Optional.of(answer.text("version")) : Optional.empty();
        return switch (detail.strip()) {
            case "200 ACTIVE" -> switch (action) {
                case GET -> Answer.saw(answer.json().at("/properties/generation").asInt(), version);
                default -> new Answer(action == ADD ? CREATED : REPLACED, OptionalInt.empty(), version, detail);
            };
            case "200 DELETED" -> Answer.of(DELETED, detail);
            // a catalog that is read in this state has been deleted before
            case "200 DRAINING" -> Answer.of(action == Action.GET ? ABSENT : DELETED, detail);
            case "200 PENDING" -> Answer.of(PENDING, detail);
            case "201 ACTIVE" -> new Answer(CREATED, OptionalInt.empty(), version, detail);
            case "202 PENDING" -> new Answer(PENDING, OptionalInt.empty(), version, detail);
            case "404 CATALOG_NOT_FOUND" -> Answer.of(ABSENT, detail);
            case "409 CATALOG_EXISTS" -> Answer.of(EXISTS, detail);
            case "409 CONCURRENT_CHANGE", "503 STARTING" -> Answer.of(REFUSED, detail);
            case "200 FAILED" -> Answer.of(FAILED, detail + ": " + answer.text("error"));
            default -> Answer.of(UNKNOWN, detail + ": " + answer.body());
        };
    }
}

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
import io.prestodynamic.locator.CoordinatorTransport;

import javax.net.ssl.SSLContext;

import java.io.Closeable;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

import static java.util.Objects.requireNonNull;

/**
 * Client of the API of catalogs. Answers are those of the API. All methods throw {@link ClientException} with a sentence for the user, and
 * {@link RefusedException} if the coordinator refuses the request. Used by one thread.
 */
public final class CatalogClient
        implements Closeable
{
    private static final String CATALOG = "catalog";
    private static final String CONNECTOR = "connector";

    private final ApiConnection connection;
    private final Optional<String> comment;

    private CatalogClient(ApiConnection connection, Optional<String> comment)
    {
        this.connection = requireNonNull(connection, "connection is null");
        this.comment = requireNonNull(comment, "comment is null");
    }

    /**
     * @param environment environment of the coordinator, if discovery servers are shared by several
     * @param timeout maximum time to wait for an answer
     * @param wait maximum time to look for a coordinator, if discovery servers know it
     * @param activity told of each request
     */
    public static CatalogClient connect(
            ServerAddress server,
            Optional<String> environment,
            Credentials credentials,
            TlsSettings tls,
            Duration timeout,
            Duration wait,
            Activity activity)
    {
        Optional<SSLContext> context = tls.isDefault() ? Optional.empty() : Optional.of(tls.toContext());
        boolean secure = credentials.authorization().isPresent() || tls.clientCertificate().isPresent();
        Optional<CoordinatorTransport> transport = secure ? Optional.of(CoordinatorTransport.HTTPS) : Optional.empty();
        return new CatalogClient(new ApiConnection(server.toSource(environment, transport, context, wait), credentials, context, timeout, wait, activity), Optional.empty());
    }

    /**
     * Returns a client of the same connection whose changes have a comment in the history.
     */
    public CatalogClient withComment(Optional<String> comment)
    {
        return new CatalogClient(connection, comment);
    }

    @Override
    public void close()
    {
        connection.close();
    }

    public JsonNode list(CatalogFilter filter)
    {
        ApiRequest request = ApiRequest.of("GET", CATALOG);
        filter.addTo(request);
        return connection.send(request);
    }

    public JsonNode get(String name)
    {
        return connection.send(ApiRequest.of("GET", CATALOG, name));
    }

    /**
     * @param definition body of {@code add}
     */
    public JsonNode add(JsonNode definition)
    {
        return change(ApiRequest.of("POST", CATALOG, "add").body(definition), ChangeCondition.NONE);
    }

    /**
     * @param definition body of {@code PUT}
     */
    public JsonNode put(String name, JsonNode definition, ChangeCondition condition)
    {
        return change(ApiRequest.of("PUT", CATALOG, name).body(definition), condition);
    }

    /**
     * @param patch body of {@code PATCH}
     */
    public JsonNode patch(String name, JsonNode patch, ChangeCondition condition)
    {
        return change(ApiRequest.of("PATCH", CATALOG, name).body(patch), condition);
    }

    public JsonNode delete(String name, RunningQueries queries, ChangeCondition condition)
    {
        ApiRequest request = ApiRequest.of("DELETE", CATALOG, name);
        if (queries == RunningQueries.FAIL) {
            request.parameter("force", "true");
        }
        return change(request, condition);
    }

    public JsonNode restore(String name, String version, ChangeCondition condition)
    {
        return change(ApiRequest.of("POST", CATALOG, name, "restore").parameter("version", version), condition);
    }

    /**
     * Tries a definition without keeping it.
     */
    public JsonNode validate(JsonNode definition)
    {
        return connection.send(ApiRequest.of("POST", CATALOG, "validate").body(definition));
    }

    /**
     * Tries what a patch would make of a stored definition.
     */
    public JsonNode validateStored(String name, JsonNode patch)
    {
        return connection.send(ApiRequest.of("POST", CATALOG, name, "validate").body(patch));
    }

    /**
     * @param name the catalog, or empty for all
     * @param before sequence that the changes precede
     */
    public JsonNode history(Optional<String> name, int limit, OptionalLong before)
    {
        ApiRequest request = name.map(catalog -> ApiRequest.of("GET", CATALOG, catalog, "history")).orElseGet(() -> ApiRequest.of("GET", CATALOG, "history"));
        request.parameter("limit", String.valueOf(limit));
        before.ifPresent(sequence -> request.parameter("before", String.valueOf(sequence)));
        return connection.send(request);
    }

    public JsonNode connectors()
    {
        return connection.send(ApiRequest.of("GET", CONNECTOR));
    }

    public JsonNode connector(String name)
    {
        return connection.send(ApiRequest.of("GET", CONNECTOR, name));
    }

    public JsonNode export(ExportedSecrets secrets)
    {
        ApiRequest request = ApiRequest.of("GET", CATALOG, "export");
        if (secrets == ExportedSecrets.CLEAR) {
            request.parameter("secrets", "true");
        }
        return connection.send(request);
    }

    /**
     * @param document in the format of an export
     */
    public JsonNode importAll(JsonNode document, ImportOptions options)
    {
        ApiRequest request = ApiRequest.of("POST", CATALOG, "import").body(document);
        options.addTo(request);
        return change(request, ChangeCondition.NONE);
    }

    public JsonNode rekey()
    {
        return change(ApiRequest.of("POST", CATALOG, "rekey"), ChangeCondition.NONE);
    }

    private JsonNode change(ApiRequest request, ChangeCondition condition)
    {
        return connection.send(request.condition(condition).comment(comment));
    }

    /**
     * Fate of queries that use a catalog that is deleted.
     */
    public enum RunningQueries
    {
        FINISH, FAIL
    }

    /**
     * Form of secrets in an export.
     */
    public enum ExportedSecrets
    {
        MASKED, CLEAR
    }
}

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
package io.prestodynamic.harness.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import io.prestodynamic.catalog.server.representation.OpenApiDocument;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import static java.util.Locale.ENGLISH;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The HTTP API as {@code docs/openapi.yaml} describes it.
 */
public final class ApiContract
{
    // others, such as OPTIONS, are the server's own
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");
    private static final Pattern PATHS = Pattern.compile("/v1/(catalog|connector)(/.*)?");
    private static final String METRICS = "/metrics";

    private final DocumentSchemas schemas;
    private final DocumentPart errorSchema;
    private final List<ApiOperation> operations;

    private ApiContract(DocumentSchemas schemas, DocumentPart errorSchema, List<ApiOperation> operations)
    {
        this.schemas = requireNonNull(schemas, "schemas is null");
        this.errorSchema = requireNonNull(errorSchema, "errorSchema is null");
        this.operations = ImmutableList.copyOf(operations);
    }

    public static ApiContract load()
    {
        JsonNode document = OpenApiDocument.read();
        // the names of operations can be part of a URI, and templates of paths cannot
        ObjectNode byName = JsonNodeFactory.instance.objectNode();
        byName.set("components", document.path("components"));
        ObjectNode namedOperations = byName.putObject("operations");
        document.path("paths").forEach(path -> path.forEach(operation -> namedOperations.set(operation.path("operationId").asText(), operation)));

        DocumentSchemas schemas = new DocumentSchemas(byName);
        ImmutableList.Builder<ApiOperation> operations = ImmutableList.builder();
        document.path("paths").fields().forEachRemaining(path -> path.getValue().fields().forEachRemaining(method -> operations.add(new ApiOperation(
                method.getKey().toUpperCase(ENGLISH),
                path.getKey(),
                new DocumentPart(byName, "").get("operations").get(method.getValue().path("operationId").asText()),
                schemas))));
        return new ApiContract(schemas, new DocumentPart(byName, "/components/schemas/Error"), operations.build());
    }

    /**
     * Asserts that an answer, and its request if it was accepted, are as the document says. Ignores requests for other APIs.
     */
    public void check(HttpResponse<String> response)
    {
        HttpRequest request = response.request();
        if (isAboutCatalogs(request) || isForMetrics(request)) {
            assertThat(find(request).map(operation -> operation.problems(response)).orElseGet(() -> unknownOperationProblems(response)))
                    .as("%s %s by the OpenAPI document, answered with %s: %s", request.method(), request.uri().getRawPath(), response.statusCode(), response.body())
                    .isEmpty();
        }
    }

    private static boolean isAboutCatalogs(HttpRequest request)
    {
        return METHODS.contains(request.method()) && PATHS.matcher(request.uri().getRawPath()).matches();
    }

    private static boolean isForMetrics(HttpRequest request)
    {
        return request.method().equals("GET") && request.uri().getRawPath().equals(METRICS);
    }

    // a path without variables comes before one with them
    private Optional<ApiOperation> find(HttpRequest request)
    {
        return operations.stream()
                .filter(operation -> operation.hasPath(request.uri().getRawPath()))
                .min(Comparator.comparing(ApiOperation::hasVariables))
                .flatMap(nearest -> operations.stream()
                        .filter(operation -> operation.path().equals(nearest.path()) && operation.method().equals(request.method()))
                        .findFirst());
    }

    private List<String> unknownOperationProblems(HttpResponse<String> response)
    {
        return response.statusCode() < 400 ? List.of("the document does not have the operation") : schemas.jsonProblems(errorSchema, response.body());
    }
}

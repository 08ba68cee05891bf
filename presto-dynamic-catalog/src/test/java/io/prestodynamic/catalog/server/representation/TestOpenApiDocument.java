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
package io.prestodynamic.catalog.server.representation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import com.google.common.collect.Streams;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.harrel.jsonschema.FormatEvaluatorFactory;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.JacksonNode;
import io.prestodynamic.catalog.CatalogErrorCode;
import io.prestodynamic.catalog.CatalogState;
import io.prestodynamic.catalog.NodeState;
import io.prestodynamic.catalog.audit.AuditAction;
import io.prestodynamic.catalog.history.ChangeAction;
import io.prestodynamic.catalog.history.ChangeSource;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import javax.ws.rs.HttpMethod;
import javax.ws.rs.Path;
import javax.ws.rs.QueryParam;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static com.tngtech.archunit.core.importer.ImportOption.Predefined.DO_NOT_INCLUDE_TESTS;
import static java.util.Locale.ENGLISH;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The OpenAPI document describes all requests of the API, and its schemas have the fields of the answers.
 */
public class TestOpenApiDocument
{
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String OPEN_API = "https://spec.openapis.org/oas/3.1/";
    private static final String DOCUMENT = "urn:document";
    // others are between nodes, or stand for the API on a worker
    private static final Pattern PATHS = Pattern.compile("/v1/(catalog|connector)(/.*)?|/metrics");

    private final JsonNode document = OpenApiDocument.read();

    @Test
    public void testIsOpenApi()
            throws IOException
    {
        Validator validator = new ValidatorFactory().withJsonNodeFactory(new JacksonNode.Factory(MAPPER)).createValidator();
        for (String schema : new String[] {"dialect/base", "meta/base", "schema/2022-10-07", "schema-base/2022-10-07"}) {
            validator.registerSchema(URI.create(OPEN_API + schema), MAPPER.readTree(getClass().getResource("/spec.openapis.org/oas/3.1/" + schema)));
        }
        assertValid(validator.validate(URI.create(OPEN_API + "schema-base/2022-10-07"), document));
    }

    @Test
    public void testRequests()
    {
        Map<String, Set<String>> served = new TreeMap<>();
        new ClassFileImporter().withImportOption(DO_NOT_INCLUDE_TESTS).importPackages("io.prestodynamic.catalog").stream()
                .filter(type -> type.isAnnotatedWith(Path.class))
                .map(JavaClass::reflect)
                .forEach(resource -> {
                    for (Method method : resource.getMethods()) {
                        httpMethod(method)
                                .map(name -> name + " " + path(resource, method))
                                .ifPresent(request -> served.put(request, queryParameters(method)));
                    }
                });
        served.keySet().removeIf(request -> !PATHS.matcher(request.substring(request.indexOf(' ') + 1)).matches());

        Map<String, Set<String>> described = new TreeMap<>();
        document.path("paths").fields().forEachRemaining(path -> path.getValue().fields().forEachRemaining(operation -> described.put(
                operation.getKey().toUpperCase(ENGLISH) + " " + path.getKey(),
                queryParameters(operation.getValue()))));
        assertThat(described).containsKey("POST /v1/catalog/add").isEqualTo(served);
    }

    private static Optional<String> httpMethod(Method method)
    {
        return Stream.of(method.getAnnotations())
                .map(Annotation::annotationType)
                .flatMap(type -> Optional.ofNullable(type.getAnnotation(HttpMethod.class)).stream())
                .map(HttpMethod::value)
                .findFirst();
    }

    private static String path(Class<?> resource, Method method)
    {
        return resource.getAnnotation(Path.class).value() + Optional.ofNullable(method.getAnnotation(Path.class)).map(below -> "/" + below.value()).orElse("");
    }

    private static Set<String> queryParameters(Method method)
    {
        return Arrays.stream(method.getParameters())
                .flatMap(parameter -> Optional.ofNullable(parameter.getAnnotation(QueryParam.class)).stream())
                .map(QueryParam::value)
                .collect(toImmutableSet());
    }

    private Set<String> queryParameters(JsonNode operation)
    {
        return Streams.stream(operation.path("parameters"))
                .map(this::follow)
                .filter(parameter -> parameter.path("in").asText().equals("query"))
                .map(parameter -> parameter.path("name").asText())
                .collect(toImmutableSet());
    }

    @DataProvider
    public Object[][] answers()
    {
        return new Object[][] {
                {"Catalog", CatalogRepresentation.class},
                {"DrainingVersion", CatalogRepresentation.Draining.class},
                {"CatalogNode", CatalogRepresentation.Node.class},
                {"ConnectorDescription", ConnectorRepresentation.class},
                {"ConnectorProperty", ConnectorRepresentation.Property.class},
                {"Error", ErrorRepresentation.class},
                {"CatalogExport", ExportRepresentation.class},
                {"BrokenEntry", ExportRepresentation.Broken.class},
                {"HistoryEntry", HistoryEntryRepresentation.class},
                {"ImportResult", ImportRepresentation.class},
                {"ImportedCatalog", ImportRepresentation.Outcome.class},
                {"Refusal", RefusalRepresentation.class},
                {"RekeyResult", RekeyRepresentation.class},
                {"Validation", ValidationRepresentation.class},
                {"Check", ValidationRepresentation.Check.class}};
    }

    @Test(dataProvider = "answers")
    public void testFieldsOfAnswers(String schema, Class<?> representation)
    {
        assertThat(schema(schema).path("properties").fieldNames()).toIterable()
                .containsExactlyElementsOf(fields(representation).map(RecordComponent::getName).collect(toImmutableList()));
        // of connectors, the list has the names only
        if (representation != ConnectorRepresentation.class && representation != CatalogRepresentation.class) {
            assertThat(texts(schema(schema).path("required"))).isEqualTo(fields(representation)
                    .filter(field -> field.getType() != Optional.class && field.getAccessor().getAnnotation(JsonInclude.class) == null)
                    .map(RecordComponent::getName)
                    .collect(toImmutableSet()));
        }
    }

    private static Stream<RecordComponent> fields(Class<?> representation)
    {
        return Stream.of(representation.getRecordComponents())
                .flatMap(field -> field.getAccessor().isAnnotationPresent(JsonUnwrapped.class) ? fields(field.getType()) : Stream.of(field));
    }

    @Test
    public void testFieldsOfAnswersThatMayBeSentBack()
    {
        for (String request : new String[] {"CatalogDefinition", "CatalogReplacement"}) {
            Set<String> ignored = Sets.difference(fields("Catalog"), fields(request));
            assertThat(schema(request).path("patternProperties").fieldNames()).toIterable().containsExactly("^(%s)$".formatted(String.join("|", ignored)));
        }
    }

    @Test
    public void testConstants()
    {
        Map<String, Class<? extends Enum<?>>> constants = ImmutableMap.<String, Class<? extends Enum<?>>>builder()
                .put("/ErrorCode", CatalogErrorCode.class)
                .put("/CatalogState", CatalogState.class)
                .put("/CatalogNode/properties/state", NodeState.class)
                .put("/HistoryEntry/properties/action", ChangeAction.class)
                .put("/HistoryEntry/properties/source", ChangeSource.class)
                .put("/Refusal/properties/action", AuditAction.class)
                .put("/Refusal/properties/source", ChangeSource.class)
                .build();
        constants.forEach((schema, type) -> assertThat(texts(document.at("/components/schemas" + schema).path("enum"))).as(schema)
                .isEqualTo(Stream.of(type.getEnumConstants()).map(Enum::name).collect(toImmutableSet())));
    }

    @Test
    public void testExplainsErrorCodes()
    {
        Set<String> explained = new TreeSet<>();
        document.findParents("x-error-codes").forEach(response -> texts(response.path("x-error-codes")).forEach(code -> {
            explained.add(code);
            assertThat(response.path("description").asText()).contains("`%s`".formatted(code));
        }));
        // of requests that the document does not have
        assertThat(Sets.union(explained, Set.of("NOT_FOUND", "METHOD_NOT_ALLOWED"))).isEqualTo(texts(schema("ErrorCode").path("enum")));
    }

    @Test
    public void testExamples()
    {
        Validator validator = new ValidatorFactory()
                .withJsonNodeFactory(new JacksonNode.Factory(MAPPER))
                .withEvaluatorFactory(new FormatEvaluatorFactory())
                .createValidator();
        validator.registerSchema(URI.create(DOCUMENT), document);
        document.findParents("examples").stream()
                .filter(content -> content.path("schema").has("$ref"))
                .forEach(content -> content.path("examples").forEach(example ->
                        assertValid(validator.validate(URI.create(DOCUMENT + content.path("schema").path("$ref").asText()), follow(example).path("value")))));
    }

    private static void assertValid(Validator.Result result)
    {
        assertThat(result.getErrors()).extracting(error -> "%s: %s".formatted(error.getInstanceLocation(), error.getError())).isEmpty();
    }

    private JsonNode schema(String name)
    {
        return document.path("components").path("schemas").path(name);
    }

    private Set<String> fields(String schema)
    {
        return ImmutableSet.copyOf(schema(schema).path("properties").fieldNames());
    }

    private static Set<String> texts(JsonNode array)
    {
        return Streams.stream(array).map(JsonNode::asText).collect(toImmutableSet());
    }

    private JsonNode follow(JsonNode node)
    {
        return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
    }
}

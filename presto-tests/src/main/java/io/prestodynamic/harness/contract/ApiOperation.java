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

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Streams;

import javax.ws.rs.core.MediaType;

import java.net.URLDecoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static com.google.common.base.Strings.nullToEmpty;
import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

/**
 * Operation of the HTTP API, with what the document says of its requests and answers.
 */
class ApiOperation
{
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");
    // the request was read, and is not the reason for the refusal
    private static final Set<Integer> REFUSALS_OF_VALID_REQUESTS = Set.of(409, 412);
    private static final int UNAUTHORIZED = 401;

    private final String method;
    private final String path;
    private final Pattern pathPattern;
    private final DocumentPart operation;
    private final DocumentSchemas schemas;

    ApiOperation(String method, String path, DocumentPart operation, DocumentSchemas schemas)
    {
        this.method = requireNonNull(method, "method is null");
        this.path = requireNonNull(path, "path is null");
        pathPattern = Pattern.compile(VARIABLE.matcher(path.replace(".", "\\.")).replaceAll("(?<$1>[^/]+)"));
        this.operation = requireNonNull(operation, "operation is null");
        this.schemas = requireNonNull(schemas, "schemas is null");
    }

    String method()
    {
        return method;
    }

    String path()
    {
        return path;
    }

    boolean hasVariables()
    {
        return VARIABLE.matcher(path).find();
    }

    boolean hasPath(String rawPath)
    {
        return pathPattern.matcher(rawPath).matches();
    }

    /**
     * Returns what is wrong with an answer, and with its request if that was accepted.
     */
    List<String> problems(HttpResponse<String> response)
    {
        boolean valid = response.statusCode() < 400 || REFUSALS_OF_VALID_REQUESTS.contains(response.statusCode());
        return Stream.concat(valid ? requestProblems(response.request()) : Stream.empty(), answerProblems(response)).toList();
    }

    private Stream<String> requestProblems(HttpRequest request)
    {
        return Stream.of(
                parameterProblems("path", variables(request)),
                parameterProblems("query", query(request)),
                parameterProblems("header", headers(request)),
                bodyProblems(request))
                .flatMap(problems -> problems);
    }

    private Stream<String> parameterProblems(String location, Map<String, String> values)
    {
        Map<String, DocumentPart> declared = parameters().stream()
                .filter(parameter -> parameter.text("in").equals(location))
                .collect(toImmutableMap(parameter -> parameter.text("name"), parameter -> parameter));
        Stream<String> unknown = values.keySet().stream()
                .filter(name -> !location.equals("header") && !declared.containsKey(name))
                .map(name -> "the %s has the unknown parameter %s".formatted(location, name));
        return Stream.concat(unknown, declared.entrySet().stream()
                .flatMap(parameter -> textProblems("the parameter " + parameter.getKey(), parameter.getValue(), Optional.ofNullable(values.get(parameter.getKey())))));
    }

    private List<DocumentPart> parameters()
    {
        return operation.find("parameters").map(DocumentPart::elements).orElse(List.of());
    }

    private Stream<String> textProblems(String subject, DocumentPart parameter, Optional<String> value)
    {
        if (value.isEmpty()) {
            return parameter.isTrue("required") ? Stream.of(subject + " is missing") : Stream.empty();
        }
        return schemas.textProblems(parameter.get("schema"), value.get()).stream().map(problem -> "%s: %s".formatted(subject, problem));
    }

    private Map<String, String> variables(HttpRequest request)
    {
        Matcher matcher = pathPattern.matcher(request.uri().getRawPath());
        return matcher.matches() ? VARIABLE.matcher(path).results()
                .map(variable -> variable.group(1))
                .collect(toImmutableMap(name -> name, name -> decode(matcher.group(name)))) : Map.of();
    }

    private static Map<String, String> query(HttpRequest request)
    {
        return Splitter.on('&').omitEmptyStrings().splitToList(nullToEmpty(request.uri().getRawQuery())).stream()
                .map(parameter -> Splitter.on('=').limit(2).splitToList(parameter))
                .collect(toImmutableMap(parameter -> decode(parameter.get(0)), parameter -> parameter.size() == 1 ? "" : decode(parameter.get(1))));
    }

    private Map<String, String> headers(HttpRequest request)
    {
        return parameters().stream()
                .filter(parameter -> parameter.text("in").equals("header"))
                .map(parameter -> parameter.text("name"))
                .filter(name -> request.headers().firstValue(name).isPresent())
                .collect(toImmutableMap(name -> name, name -> request.headers().firstValue(name).orElseThrow()));
    }

    private Stream<String> bodyProblems(HttpRequest request)
    {
        Optional<String> body = RequestBodyText.read(request);
        Optional<DocumentPart> declared = operation.find("requestBody");
        if (declared.isEmpty()) {
            return body.stream().map(text -> "the request has a body");
        }
        if (body.isEmpty()) {
            return declared.get().isTrue("required") && RequestBodyText.isEmpty(request) ? Stream.of("the body is missing") : Stream.empty();
        }
        return contentProblems("request", declared.get(), request.headers().firstValue("Content-Type"), body.get());
    }

    private Stream<String> answerProblems(HttpResponse<String> response)
    {
        Optional<DocumentPart> declared = operation.get("responses").find(String.valueOf(response.statusCode()));
        if (declared.isEmpty()) {
            return Stream.of("the status is not in the document");
        }
        Stream<String> headers = declared.get().find("headers").map(DocumentPart::fields).orElse(Map.of()).entrySet().stream()
                .flatMap(header -> textProblems("the header " + header.getKey(), header.getValue(), response.headers().firstValue(header.getKey())));
        Optional<String> contentType = response.headers().firstValue("Content-Type");
        boolean isJson = contentType.map(MediaType::valueOf).filter(MediaType.APPLICATION_JSON_TYPE::isCompatible).isPresent();
        boolean isOfPresto = response.statusCode() == UNAUTHORIZED && !isJson;
        boolean isCompressed = response.headers().firstValue("Content-Encoding").isPresent();
        if (isOfPresto || isCompressed) {
            return headers;
        }
        if (declared.get().find("content").isEmpty()) {
            return Stream.concat(headers, response.body().isEmpty() ? Stream.empty() : Stream.of("the answer has a body"));
        }
        Stream<String> content = contentProblems("answer", declared.get(), contentType, response.body());
        return Streams.concat(headers, content, isJson ? codeProblems(declared.get(), response.body()) : Stream.empty());
    }

    private Stream<String> contentProblems(String subject, DocumentPart declared, Optional<String> contentType, String body)
    {
        if (contentType.isEmpty()) {
            return Stream.of("the %s has no content type".formatted(subject));
        }
        MediaType mediaType = MediaType.valueOf(contentType.get());
        Optional<DocumentPart> content = declared.get("content").find("%s/%s".formatted(mediaType.getType(), mediaType.getSubtype()));
        if (content.isEmpty()) {
            return Stream.of("the %s has the content type %s".formatted(subject, mediaType));
        }
        if (mediaType.getType().equals("multipart")) {
            // its parts are no text that the schema is about
            return Stream.empty();
        }
        DocumentPart schema = content.get().get("schema");
        return (mediaType.getSubtype().endsWith("json") ? schemas.jsonProblems(schema, body) : schemas.textProblems(schema, body)).stream()
                .map(problem -> "the %s %s".formatted(subject, problem));
    }

    private static Stream<String> codeProblems(DocumentPart declared, String body)
    {
        return declared.find("x-error-codes").stream()
                .map(codes -> ImmutableList.copyOf(codes.value()))
                .filter(codes -> codes.stream().noneMatch(code -> body.contains("\"%s\"".formatted(code.asText()))))
                .map("the code is none of %s"::formatted);
    }

    private static String decode(String text)
    {
        return URLDecoder.decode(text, UTF_8);
    }
}

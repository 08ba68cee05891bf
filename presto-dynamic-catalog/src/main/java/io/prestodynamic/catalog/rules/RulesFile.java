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
package io.prestodynamic.catalog.rules;

import com.facebook.airlift.log.Logger;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Streams;
import com.google.inject.Binder;

import javax.annotation.concurrent.GuardedBy;
import javax.annotation.concurrent.ThreadSafe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

import static com.fasterxml.jackson.core.JsonParser.Feature.STRICT_DUPLICATE_DETECTION;
import static com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS;
import static com.google.common.base.Throwables.getRootCause;
import static java.util.Objects.requireNonNull;

/**
 * JSON file with a list of rules, such as {@code {"rules": [...]}}. It is read again when it changes. If it is missing or invalid then, the last valid rules stay in
 * force.
 *
 * @param <R> type of a rule
 */
@ThreadSafe
public final class RulesFile<R>
        implements Supplier<List<R>>
{
    private static final Logger log = Logger.get(RulesFile.class);
    // a field that is misspelt would be an expression that is missing, and match everything
    private static final ObjectMapper MAPPER = new ObjectMapper()
            .enable(STRICT_DUPLICATE_DETECTION)
            .enable(FAIL_ON_TRAILING_TOKENS);

    private final String subject;
    private final JavaType type;
    private final Path file;
    @GuardedBy("this")
    private byte[] content;
    @GuardedBy("this")
    private List<R> rules;
    @GuardedBy("this")
    private boolean readable = true;

    /**
     * @param subject what the rules are about, for messages, such as {@code catalogs}
     * @throws InvalidRulesException if the file has no valid rules
     */
    public RulesFile(String subject, Class<R> type, Path file)
    {
        this.subject = requireNonNull(subject, "subject is null");
        this.type = MAPPER.getTypeFactory().constructParametricType(Document.class, type);
        this.file = requireNonNull(file, "file is null");
        try {
            content = Files.readAllBytes(file);
        }
        catch (IOException e) {
            throw new InvalidRulesException("The rules for %s in %s cannot be read: %s".formatted(subject, file, e), e);
        }
        rules = parse(content);
    }

    /**
     * Reads a file for a server that does not start if the file has no valid rules.
     */
    public static <R> Supplier<List<R>> read(Binder binder, String subject, Class<R> type, Path file)
    {
        try {
            return new RulesFile<>(subject, type, file);
        }
        catch (InvalidRulesException e) {
            binder.addError(e.getMessage());
            // nobody asks for them, because the start ends
            return ImmutableList::of;
        }
    }

    @Override
    public synchronized List<R> get()
    {
        try {
            byte[] current = Files.readAllBytes(file);
            readable = true;
            if (!Arrays.equals(content, current)) {
                // what is invalid is complained about once
                content = current;
                rules = parse(current);
                log.info("Read the rules for %s in %s again", subject, file);
            }
        }
        catch (IOException e) {
            if (readable) {
                log.error("The rules for %s in %s cannot be read, and stay as they were: %s", subject, file, e);
            }
            readable = false;
        }
        catch (InvalidRulesException e) {
            log.error("%s. The rules stay as they were", e.getMessage());
        }
        return rules;
    }

    private List<R> parse(byte[] content)
    {
        try {
            // for the deserialization, a null expression is a missing one, which would match everything
            if (containsNull(MAPPER.readTree(content))) {
                throw new InvalidRulesException("The rules for %s in %s are invalid: they contain null".formatted(subject, file));
            }
            Document<R> document = MAPPER.readValue(content, type);
            return document.rules;
        }
        catch (JsonProcessingException e) {
            throw new InvalidRulesException("The rules for %s in %s are invalid%s: %s".formatted(subject, file, line(e), reason(e)), e);
        }
        catch (IOException e) {
            throw new InvalidRulesException("The rules for %s in %s cannot be read: %s".formatted(subject, file, e), e);
        }
    }

    private static boolean containsNull(JsonNode node)
    {
        return node.isNull() || Streams.stream(node).anyMatch(RulesFile::containsNull);
    }

    private static String line(JsonProcessingException e)
    {
        return e.getLocation() == null ? "" : " in line %s".formatted(e.getLocation().getLineNr());
    }

    private static String reason(JsonProcessingException e)
    {
        Throwable cause = getRootCause(e);
        String message = cause instanceof JsonProcessingException json ? json.getOriginalMessage() : cause.getMessage();
        // Jackson names its classes behind fields that it does not know
        return String.valueOf(message).replaceAll("\\s+", " ").replaceFirst(" \\(class .*", "");
    }

    private static class Document<R>
    {
        private final List<R> rules;

        @JsonCreator
        Document(@JsonProperty(value = "rules", required = true) List<R> rules)
        {
            this.rules = ImmutableList.copyOf(rules);
        }
    }
}

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
package io.prestodynamic.catalog.access;

import com.facebook.airlift.log.Logger;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.Streams;

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
 * Rules in a file, which is read again when it has changed. If it is invalid or missing then, the last valid rules stay in force.
 */
@ThreadSafe
public class AccessRulesFile
        implements Supplier<AccessRules>
{
    private static final Logger log = Logger.get(AccessRulesFile.class);
    private static final String EXPLANATION = "by the rules of dynamic-catalog.access-control.file";
    // a field that is misspelt would be an expression that is missing, and match everything
    private static final ObjectMapper MAPPER = new ObjectMapper()
            .enable(STRICT_DUPLICATE_DETECTION)
            .enable(FAIL_ON_TRAILING_TOKENS);

    private final Path file;
    @GuardedBy("this")
    private byte[] content;
    @GuardedBy("this")
    private AccessRules rules;
    @GuardedBy("this")
    private boolean readable = true;

    /**
     * @throws InvalidAccessRulesException if the file has no valid rules
     */
    public AccessRulesFile(Path file)
    {
        this.file = requireNonNull(file, "file is null");
        try {
            content = Files.readAllBytes(file);
        }
        catch (IOException e) {
            throw new InvalidAccessRulesException("The rules for catalogs in %s cannot be read: %s".formatted(file, e), e);
        }
        rules = parse(content);
    }

    @Override
    public synchronized AccessRules get()
    {
        try {
            byte[] current = Files.readAllBytes(file);
            readable = true;
            if (!Arrays.equals(content, current)) {
                // what is invalid is complained about once
                content = current;
                rules = parse(current);
                log.info("Read the rules for catalogs in %s again", file);
            }
        }
        catch (IOException e) {
            if (readable) {
                log.error("The rules for catalogs in %s cannot be read, and stay as they were: %s", file, e);
            }
            readable = false;
        }
        catch (InvalidAccessRulesException e) {
            log.error("%s. The rules stay as they were", e.getMessage());
        }
        return rules;
    }

    private AccessRules parse(byte[] content)
    {
        try {
            // for the deserialization, a null user is a missing one, which would be everybody
            if (containsNull(MAPPER.readTree(content))) {
                throw new InvalidAccessRulesException("The rules for catalogs in %s are invalid: they contain null".formatted(file));
            }
            return new AccessRules(MAPPER.readValue(content, Document.class).rules(), EXPLANATION);
        }
        catch (JsonProcessingException e) {
            throw new InvalidAccessRulesException("The rules for catalogs in %s are invalid%s: %s".formatted(file, line(e), reason(e)), e);
        }
        catch (IOException e) {
            throw new InvalidAccessRulesException("The rules for catalogs in %s cannot be read: %s".formatted(file, e), e);
        }
    }

    private static boolean containsNull(JsonNode node)
    {
        return node.isNull() || Streams.stream(node).anyMatch(AccessRulesFile::containsNull);
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

    private record Document(List<AccessRule> rules)
    {
        private Document
        {
            requireNonNull(rules, "rules is null");
        }

        @JsonCreator
        static Document parse(@JsonProperty(value = "rules", required = true) List<AccessRule> rules)
        {
            return new Document(rules);
        }
    }
}

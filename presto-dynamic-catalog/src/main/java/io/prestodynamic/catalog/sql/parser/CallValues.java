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
package io.prestodynamic.catalog.sql.parser;

import com.facebook.presto.spi.PrestoException;
import com.google.common.collect.ImmutableMap;
import io.prestodynamic.catalog.sql.parser.CreateCatalog.Mode;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static com.facebook.presto.spi.StandardErrorCode.INVALID_PROCEDURE_ARGUMENT;
import static io.prestodynamic.catalog.CatalogDefinition.MAX_PROPERTIES;
import static io.prestodynamic.catalog.sql.parser.CreateCatalog.Mode.CREATE;
import static io.prestodynamic.catalog.sql.parser.CreateCatalog.Mode.CREATE_IF_NOT_EXISTS;
import static io.prestodynamic.catalog.sql.parser.CreateCatalog.Mode.CREATE_OR_REPLACE;
import static java.util.Locale.ENGLISH;

/**
 * Values of the arguments of a call.
 */
final class CallValues
{
    private final Map<String, Object> values;

    /**
     * @param values by name; an argument without a value is missing
     */
    CallValues(Map<String, Object> values)
    {
        this.values = ImmutableMap.copyOf(values);
    }

    String catalog()
    {
        return name("catalog").toLowerCase(ENGLISH);
    }

    String name(String argument)
    {
        return text(argument).orElseThrow(() -> invalid("Procedure argument cannot be null: %s", argument));
    }

    Optional<String> text(String argument)
    {
        return Optional.ofNullable((String) values.get(argument));
    }

    Optional<Boolean> flag(String argument)
    {
        return Optional.ofNullable((Boolean) values.get(argument));
    }

    Mode mode()
    {
        boolean replace = flag("replace").orElse(false);
        if (flag("if_not_exists").orElse(false)) {
            if (replace) {
                throw invalid("Arguments replace and if_not_exists exclude each other");
            }
            return CREATE_IF_NOT_EXISTS;
        }
        return replace ? CREATE_OR_REPLACE : CREATE;
    }

    Map<String, String> properties()
    {
        Map<?, ?> given = (Map<?, ?>) values.getOrDefault("properties", ImmutableMap.of());
        if (given.size() > MAX_PROPERTIES) {
            throw invalid("A catalog has at most %s properties", MAX_PROPERTIES);
        }
        Map<String, String> properties = new LinkedHashMap<>();
        given.forEach((name, value) -> {
            if (value == null) {
                throw invalid("Property %s has no value", name);
            }
            properties.put((String) name, (String) value);
        });
        return properties;
    }

    /**
     * Returns the properties to set, and empty values for those to remove.
     */
    Map<String, Optional<String>> changes()
    {
        Map<String, Optional<String>> changes = new LinkedHashMap<>();
        properties().forEach((name, value) -> changes.put(name, Optional.of(value)));
        for (Object name : (List<?>) values.getOrDefault("unset", List.of())) {
            if (name == null) {
                throw invalid("A name in argument unset is null");
            }
            if (changes.put((String) name, Optional.empty()) != null) {
                throw invalid("Property %s occurs twice", name);
            }
        }
        return changes;
    }

    private static PrestoException invalid(String message, Object... arguments)
    {
        return new PrestoException(INVALID_PROCEDURE_ARGUMENT, message.formatted(arguments));
    }
}

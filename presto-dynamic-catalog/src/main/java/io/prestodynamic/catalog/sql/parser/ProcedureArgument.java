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

import com.facebook.presto.common.type.TypeSignature;
import com.facebook.presto.sql.tree.ArrayConstructor;
import com.facebook.presto.sql.tree.BooleanLiteral;
import com.facebook.presto.sql.tree.Expression;
import com.facebook.presto.sql.tree.FunctionCall;
import com.facebook.presto.sql.tree.NullLiteral;
import com.facebook.presto.sql.tree.StringLiteral;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

import static com.facebook.presto.common.type.TypeSignature.parseTypeSignature;
import static io.prestodynamic.catalog.sql.parser.SqlText.MASK;
import static java.util.Locale.ENGLISH;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

/**
 * Argument that a procedure declares.
 */
public record ProcedureArgument(String name, Kind kind, boolean required)
{
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,200}");
    private static final Pattern PROPERTY = Pattern.compile("[A-Za-z0-9_.-]{1,200}");

    public ProcedureArgument
    {
        requireNonNull(name, "name is null");
        requireNonNull(kind, "kind is null");
    }

    static ProcedureArgument required(String name, Kind kind)
    {
        return new ProcedureArgument(name, kind, true);
    }

    static ProcedureArgument optional(String name, Kind kind)
    {
        return new ProcedureArgument(name, kind, false);
    }

    /**
     * Type of an argument, and what is shown of its value: names and flags, and those only if they are written as literals.
     */
    public enum Kind
    {
        NAME("varchar", value -> literal(value, ProcedureArgument.NAME)),
        TEXT("varchar", value -> Optional.empty()),
        FLAG("boolean", value -> value instanceof BooleanLiteral ? Optional.of(value.toString()) : Optional.empty()),
        NAMES("array(varchar)", ProcedureArgument::names),
        PROPERTIES("map(varchar,varchar)", ProcedureArgument::properties);

        private final TypeSignature type;
        private final Function<Expression, Optional<String>> format;

        Kind(String type, Function<Expression, Optional<String>> format)
        {
            this.type = parseTypeSignature(type);
            this.format = requireNonNull(format, "format is null");
        }

        public TypeSignature type()
        {
            return type;
        }

        String mask(Expression value)
        {
            return value instanceof NullLiteral ? "null" : format.apply(value).orElse(MASK);
        }
    }

    private static Optional<String> literal(Expression value, Pattern shown)
    {
        return value instanceof StringLiteral literal && shown.matcher(literal.getValue()).matches() ? Optional.of(SqlText.string(literal.getValue())) : Optional.empty();
    }

    private static Optional<String> names(Expression value)
    {
        if (!(value instanceof ArrayConstructor array)) {
            return Optional.empty();
        }
        List<Optional<String>> names = array.getValues().stream().map(name -> literal(name, PROPERTY)).toList();
        return names.stream().allMatch(Optional::isPresent) ? Optional.of(array(names.stream().map(Optional::get).toList())) : Optional.empty();
    }

    private static Optional<String> properties(Expression value)
    {
        if (!(value instanceof FunctionCall map) || !map.getName().toString().equals("map") || map.getArguments().size() != 2) {
            return Optional.empty();
        }
        if (!(map.getArguments().get(0) instanceof ArrayConstructor names) || !(map.getArguments().get(1) instanceof ArrayConstructor values)) {
            return Optional.empty();
        }
        if (names.getValues().size() != values.getValues().size()) {
            return Optional.empty();
        }
        return names(names).map(shown -> "MAP(%s, %s)".formatted(shown, array(Collections.nCopies(values.getValues().size(), MASK))));
    }

    private static String array(List<String> values)
    {
        return values.stream().collect(joining(", ", "ARRAY[", "]"));
    }

    @Override
    public String toString()
    {
        return "%s %s".formatted(name, kind.type().toString().toLowerCase(ENGLISH));
    }
}

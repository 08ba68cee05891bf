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

import com.facebook.presto.sql.analyzer.SemanticException;
import com.facebook.presto.sql.tree.Call;
import com.facebook.presto.sql.tree.CallArgument;
import com.facebook.presto.sql.tree.Expression;
import com.google.common.collect.ImmutableList;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

import static com.facebook.presto.sql.analyzer.SemanticErrorCode.INVALID_PROCEDURE_ARGUMENTS;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static io.prestodynamic.catalog.sql.parser.ProcedureArgument.Kind.FLAG;
import static io.prestodynamic.catalog.sql.parser.ProcedureArgument.Kind.NAME;
import static io.prestodynamic.catalog.sql.parser.ProcedureArgument.Kind.NAMES;
import static io.prestodynamic.catalog.sql.parser.ProcedureArgument.Kind.PROPERTIES;
import static io.prestodynamic.catalog.sql.parser.ProcedureArgument.Kind.TEXT;
import static io.prestodynamic.catalog.sql.parser.ProcedureArgument.optional;
import static io.prestodynamic.catalog.sql.parser.ProcedureArgument.required;
import static java.util.Locale.ENGLISH;
import static java.util.Objects.requireNonNull;

/**
 * Procedure of {@code system.runtime} for what a statement about catalogs does.
 */
public enum CatalogProcedure
{
    CREATE_CATALOG(
            values -> new CreateCatalog(values.mode(), values.catalog(), values.name("connector"), values.text("description"), values.properties()),
            required("catalog", NAME),
            required("connector", NAME),
            optional("properties", PROPERTIES),
            optional("description", TEXT),
            optional("replace", FLAG),
            optional("if_not_exists", FLAG)),
    ALTER_CATALOG(
            values -> new AlterCatalog(values.catalog(), values.changes(), values.flag("enabled")),
            required("catalog", NAME),
            optional("properties", PROPERTIES),
            optional("unset", NAMES),
            optional("enabled", FLAG)),
    DROP_CATALOG(
            values -> new DropCatalog(values.catalog(), values.flag("if_exists").orElse(false), values.flag("force").orElse(false)),
            required("catalog", NAME),
            optional("force", FLAG),
            optional("if_exists", FLAG)),
    VALIDATE_CATALOG(
            values -> new ValidateCatalog(values.catalog(), values.text("connector"), values.changes()),
            required("catalog", NAME),
            optional("connector", NAME),
            optional("properties", PROPERTIES),
            optional("unset", NAMES));

    static final Set<String> PROCEDURE_NAMES = Stream.of(values()).map(CatalogProcedure::getName).collect(toImmutableSet());

    private final Function<CallValues, CatalogStatement> statement;
    private final List<ProcedureArgument> arguments;

    CatalogProcedure(Function<CallValues, CatalogStatement> statement, ProcedureArgument... arguments)
    {
        this.statement = requireNonNull(statement, "statement is null");
        this.arguments = ImmutableList.copyOf(arguments);
    }

    static Optional<CatalogProcedure> find(String name)
    {
        return Stream.of(values()).filter(procedure -> procedure.getName().equals(name)).findFirst();
    }

    public String getName()
    {
        return name().toLowerCase(ENGLISH);
    }

    Optional<ProcedureArgument> findArgument(CallArgument argument, int position)
    {
        return argument.getName()
                // Presto keeps them as they are written
                .map(name -> name.replace("\"", "").toLowerCase(ENGLISH))
                .map(name -> arguments.stream().filter(declared -> declared.name().equals(name)).findFirst())
                .orElseGet(() -> arguments.stream().skip(position).findFirst());
    }

    /**
     * Returns the expressions of the arguments that a call has.
     *
     * @throws SemanticException as for any procedure, if the arguments are not those that are declared
     */
    public Map<ProcedureArgument, Expression> bind(Call call)
    {
        List<CallArgument> given = call.getArguments();
        long named = given.stream().filter(argument -> argument.getName().isPresent()).count();
        if (named > 0 && named < given.size()) {
            throw new SemanticException(INVALID_PROCEDURE_ARGUMENTS, call, "Named and positional arguments cannot be mixed");
        }
        Map<ProcedureArgument, Expression> expressions = new LinkedHashMap<>();
        for (int i = 0; i < given.size(); i++) {
            CallArgument argument = given.get(i);
            ProcedureArgument declared = findArgument(argument, i)
                    .orElseThrow(() -> new SemanticException(INVALID_PROCEDURE_ARGUMENTS, argument, "Procedure %s has the arguments %s", getName(), arguments));
            if (expressions.put(declared, argument.getValue()) != null) {
                throw new SemanticException(INVALID_PROCEDURE_ARGUMENTS, argument, "Duplicate procedure argument: %s", declared.name());
            }
        }
        arguments.stream().filter(argument -> argument.required() && !expressions.containsKey(argument)).findFirst().ifPresent(argument -> {
            throw new SemanticException(INVALID_PROCEDURE_ARGUMENTS, call, "Required procedure argument '%s' is missing", argument.name());
        });
        return expressions;
    }

    /**
     * Returns the statement that does the same.
     *
     * @param values of the arguments, by name
     * @throws com.facebook.presto.spi.PrestoException if they exclude each other
     */
    public CatalogStatement toStatement(Map<String, Object> values)
    {
        return statement.apply(new CallValues(values));
    }
}

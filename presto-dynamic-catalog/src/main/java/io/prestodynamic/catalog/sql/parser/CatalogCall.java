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

import com.facebook.presto.sql.tree.Call;
import com.facebook.presto.sql.tree.CallArgument;
import com.facebook.presto.sql.tree.Node;
import com.facebook.presto.sql.tree.Statement;
import com.google.common.collect.ImmutableList;
import io.prestodynamic.catalog.engine.errors.SimilarNames;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import static io.prestodynamic.catalog.sql.parser.SqlText.MASK;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

/**
 * Call of a procedure that may be one about catalogs. Which one it is depends on the session.
 */
public final class CatalogCall
        extends Statement
{
    private static final Pattern PROCEDURE = Pattern.compile("(create|alter|drop|validate)_?catalog");
    // has a schema or a catalog other than those of the procedures about catalogs
    private static final Pattern FOREIGN = Pattern.compile("((?!system\\.)[^. ]+\\.[^. ]+|(?!system\\.|runtime\\.)[^. ]+)\\.[^. ]+");
    private static final Pattern MISSPELT = Pattern.compile("catalog|^system\\.runtime\\.(?!kill_query$)");

    private final Call call;

    CatalogCall(Call call)
    {
        super(Optional.empty());
        this.call = requireNonNull(call, "call is null");
    }

    /**
     * Returns whether a procedure is one about catalogs, or is meant to be one.
     *
     * @param name in lower case, without quotes
     */
    static boolean recognizes(String name)
    {
        return PROCEDURE.matcher(name).find() ||
                SimilarNames.isSimilarToAny(name.substring(name.lastIndexOf('.') + 1), CatalogProcedure.PROCEDURE_NAMES) ||
                (!FOREIGN.matcher(name).matches() && MISSPELT.matcher(name).find());
    }

    public Call getCall()
    {
        return call;
    }

    /**
     * Returns the procedure of that name, whatever its schema is.
     */
    public Optional<CatalogProcedure> getProcedure()
    {
        return CatalogProcedure.find(call.getName().getSuffix());
    }

    @Override
    public List<? extends Node> getChildren()
    {
        return ImmutableList.of();
    }

    @Override
    public int hashCode()
    {
        return call.hashCode();
    }

    @Override
    public boolean equals(Object other)
    {
        return other instanceof CatalogCall && call.equals(((CatalogCall) other).call);
    }

    @Override
    public String toString()
    {
        return "CALL %s(%s)".formatted(
                call.getName().getParts().stream().map(SqlText::name).collect(joining(".")),
                IntStream.range(0, call.getArguments().size()).mapToObj(this::maskArgument).collect(joining(", ")));
    }

    private String maskArgument(int position)
    {
        CallArgument argument = call.getArguments().get(position);
        String value = getProcedure()
                .flatMap(procedure -> procedure.findArgument(argument, position))
                .map(declared -> declared.kind().mask(argument.getValue()))
                .orElse(MASK);
        return argument.getName().map(name -> "%s => %s".formatted(name, value)).orElse(value);
    }
}

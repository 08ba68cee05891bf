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
package io.prestodynamic.catalog.sql;

import com.facebook.presto.Session;
import com.facebook.presto.common.block.BlockBuilder;
import com.facebook.presto.common.type.Type;
import com.facebook.presto.metadata.Metadata;
import com.facebook.presto.spi.PrestoException;
import com.facebook.presto.sql.analyzer.SemanticException;
import com.facebook.presto.sql.tree.Expression;
import com.google.common.collect.ImmutableMap;
import io.prestodynamic.catalog.sql.parser.ProcedureArgument;
import io.prestodynamic.catalog.sql.parser.ProcedureArgument.Kind;

import java.util.Map;
import java.util.Optional;

import static com.facebook.presto.common.type.TypeUtils.writeNativeValue;
import static com.facebook.presto.spi.StandardErrorCode.INVALID_PROCEDURE_ARGUMENT;
import static com.facebook.presto.sql.planner.ExpressionInterpreter.evaluateConstantExpression;
import static java.util.Objects.requireNonNull;

/**
 * Evaluator of the arguments of a call. Its errors name the argument and the kind of error only, because Presto's may contain values.
 */
final class ArgumentEvaluator
{
    private final Metadata metadata;
    private final Session session;

    ArgumentEvaluator(Metadata metadata, Session session)
    {
        this.metadata = requireNonNull(metadata, "metadata is null");
        this.session = requireNonNull(session, "session is null");
    }

    /**
     * Returns values by name, without those that are null.
     */
    Map<String, Object> evaluate(Map<ProcedureArgument, Expression> expressions)
    {
        ImmutableMap.Builder<String, Object> values = ImmutableMap.builder();
        expressions.forEach((argument, expression) -> evaluate(argument, expression).ifPresent(value -> values.put(argument.name(), value)));
        return values.build();
    }

    private Optional<Object> evaluate(ProcedureArgument argument, Expression expression)
    {
        try {
            Type type = metadata.getType(argument.kind().type());
            BlockBuilder block = type.createBlockBuilder(null, 1);
            writeNativeValue(type, block, evaluateConstantExpression(expression, type, metadata, session, ImmutableMap.of()));
            return Optional.ofNullable(type.getObjectValue(session.getSqlFunctionProperties(), block, 0));
        }
        catch (RuntimeException e) {
            throw new PrestoException(INVALID_PROCEDURE_ARGUMENT, "Argument %s must be a constant of type %s%s%s".formatted(
                    argument.name(),
                    argument.kind().type(),
                    argument.kind() == Kind.FLAG ? "" : ", with strings in single quotes",
                    reason(e).map(" (%s)"::formatted).orElse("")));
        }
    }

    private static Optional<String> reason(RuntimeException failure)
    {
        if (failure instanceof SemanticException semantic) {
            return Optional.of(semantic.getCode().name());
        }
        return failure instanceof PrestoException error ? Optional.of(error.getErrorCode().getName()) : Optional.empty();
    }
}

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
package io.prestodynamic.db2;

import com.facebook.presto.common.predicate.Domain;
import com.facebook.presto.common.predicate.Range;
import com.facebook.presto.common.predicate.TupleDomain;
import com.facebook.presto.common.predicate.ValueSet;
import com.facebook.presto.common.type.CharType;
import com.facebook.presto.common.type.TimestampType;
import com.facebook.presto.common.type.Type;
import com.facebook.presto.common.type.VarcharType;
import com.facebook.presto.plugin.jdbc.JdbcColumnHandle;
import com.facebook.presto.plugin.jdbc.optimization.JdbcExpression;
import com.facebook.presto.spi.ColumnHandle;
import com.google.common.collect.ImmutableSet;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static com.facebook.presto.common.type.BigintType.BIGINT;
import static com.facebook.presto.common.type.IntegerType.INTEGER;
import static com.facebook.presto.common.type.SmallintType.SMALLINT;
import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static io.prestodynamic.db2.Db2ReadMappings.isDecimalFloatingPoint;
import static io.prestodynamic.db2.Db2ReadMappings.isLargeText;

/**
 * Part of a filter that Db2 evaluates. Presto evaluates the whole filter again, so Db2 may return more rows than match, and never fewer.
 */
final class Db2Filters
{
    private static final Set<Type> WHOLE_NUMBERS = ImmutableSet.of(SMALLINT, INTEGER, BIGINT);

    private Db2Filters() {}

    static TupleDomain<ColumnHandle> toDb2(TupleDomain<ColumnHandle> filter)
    {
        return filter.getDomains()
                .map(domains -> TupleDomain.withColumnDomains(domains.entrySet().stream()
                        .collect(toImmutableMap(Map.Entry::getKey, entry -> toDb2((JdbcColumnHandle) entry.getKey(), entry.getValue())))))
                .orElse(filter);
    }

    /**
     * Returns empty if the expression concerns a column that is no whole number.
     *
     * @param columns all columns of the expression, and others
     */
    static Optional<JdbcExpression> toDb2(Optional<JdbcExpression> expression, Collection<JdbcColumnHandle> columns)
    {
        return expression.filter(filter -> columns.stream()
                .filter(column -> filter.getExpression().contains(quoted(column.getColumnName())))
                .allMatch(column -> WHOLE_NUMBERS.contains(column.getColumnType())));
    }

    private static String quoted(String name)
    {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    private static Domain toDb2(JdbcColumnHandle column, Domain domain)
    {
        if (domain.getValues().isNone() || domain.getValues().isAll()) {
            return domain;
        }
        Type type = column.getColumnType();
        boolean comparable = !isLargeText(column.getJdbcTypeHandle()) && !isDecimalFloatingPoint(column.getJdbcTypeHandle());
        if (!comparable || (isText(type) && !isDiscrete(domain))) {
            return domain.isNullAllowed() ? Domain.all(type) : Domain.notNull(type);
        }
        return type instanceof TimestampType ? Domain.create(widen(type, domain), domain.isNullAllowed()) : domain;
    }

    private static boolean isText(Type type)
    {
        return type instanceof VarcharType || type instanceof CharType;
    }

    // Db2 orders text by the collation of the database; what Presto holds for equal is equal for Db2
    private static boolean isDiscrete(Domain domain)
    {
        return domain.getValues().getRanges().getOrderedRanges().stream().allMatch(Range::isSingleValue);
    }

    // Presto reads milliseconds and leaves out the rest, which Db2 compares
    private static ValueSet widen(Type type, Domain domain)
    {
        return ValueSet.ofRanges(domain.getValues().getRanges().getOrderedRanges().stream()
                .map(range -> widen(type, range))
                .toList());
    }

    private static Range widen(Type type, Range range)
    {
        Range from = range.isLowUnbounded() ? Range.all(type) : Range.greaterThanOrEqual(type, range.getLowBoundedValue());
        Range to = range.isHighUnbounded() ? Range.all(type) : Range.lessThan(type, (long) range.getHighBoundedValue() + 1);
        return from.intersect(to);
    }
}

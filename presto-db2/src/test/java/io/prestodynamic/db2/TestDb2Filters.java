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
import com.facebook.presto.common.type.Type;
import com.facebook.presto.plugin.jdbc.JdbcColumnHandle;
import com.facebook.presto.plugin.jdbc.JdbcTypeHandle;
import com.facebook.presto.plugin.jdbc.optimization.JdbcExpression;
import com.facebook.presto.spi.ColumnHandle;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import org.testng.annotations.Test;

import java.sql.Types;
import java.util.Optional;

import static com.facebook.presto.common.type.BigintType.BIGINT;
import static com.facebook.presto.common.type.DoubleType.DOUBLE;
import static com.facebook.presto.common.type.TimestampType.TIMESTAMP;
import static com.facebook.presto.common.type.VarcharType.VARCHAR;
import static io.airlift.slice.Slices.utf8Slice;
import static org.assertj.core.api.Assertions.assertThat;

public class TestDb2Filters
{
    private static final JdbcColumnHandle NUMBER = column("N", Types.BIGINT, "BIGINT", BIGINT);
    private static final JdbcColumnHandle FLOAT = column("F", Types.DOUBLE, "DOUBLE", DOUBLE);
    private static final JdbcColumnHandle DECFLOAT = column("D", Types.OTHER, "DECFLOAT", DOUBLE);
    private static final JdbcColumnHandle TEXT = column("T", Types.VARCHAR, "VARCHAR", VARCHAR);
    private static final JdbcColumnHandle LARGE_TEXT = column("L", Types.CLOB, "CLOB", VARCHAR);
    private static final JdbcColumnHandle TIME = column("S", Types.TIMESTAMP, "TIMESTAMP", TIMESTAMP);

    @Test
    public void testNumbers()
    {
        assertThat(filter(NUMBER, range(Range.greaterThan(BIGINT, 5L)))).isEqualTo(range(Range.greaterThan(BIGINT, 5L)));
        assertThat(filter(FLOAT, range(Range.lessThan(DOUBLE, 0.1)))).isEqualTo(range(Range.lessThan(DOUBLE, 0.1)));
    }

    // 0.1 of a DECFLOAT is not the double 0.1
    @Test
    public void testDecimalFloatingPoint()
    {
        assertThat(filter(DECFLOAT, Domain.singleValue(DOUBLE, 0.1))).isEqualTo(Domain.notNull(DOUBLE));
        assertThat(filter(DECFLOAT, Domain.create(ValueSet.of(DOUBLE, 0.1), true))).isEqualTo(Domain.all(DOUBLE));
        assertThat(filter(DECFLOAT, Domain.onlyNull(DOUBLE))).isEqualTo(Domain.onlyNull(DOUBLE));
    }

    @Test
    public void testText()
    {
        Domain values = Domain.multipleValues(VARCHAR, ImmutableList.of(utf8Slice("a"), utf8Slice("b")));
        assertThat(filter(TEXT, values)).isEqualTo(values);
        assertThat(filter(TEXT, range(Range.greaterThan(VARCHAR, utf8Slice("a"))))).isEqualTo(Domain.notNull(VARCHAR));
        // not equal to 'a', as Db2 compares: 'a ' would be missing
        Domain others = Domain.create(ValueSet.ofRanges(Range.lessThan(VARCHAR, utf8Slice("a")), Range.greaterThan(VARCHAR, utf8Slice("a"))), false);
        assertThat(filter(TEXT, others)).isEqualTo(Domain.notNull(VARCHAR));
    }

    @Test
    public void testLargeText()
    {
        assertThat(filter(LARGE_TEXT, Domain.singleValue(VARCHAR, utf8Slice("a")))).isEqualTo(Domain.notNull(VARCHAR));
        assertThat(filter(LARGE_TEXT, Domain.onlyNull(VARCHAR))).isEqualTo(Domain.onlyNull(VARCHAR));
    }

    // 12:00:00.0005 is read as 12:00:00.000
    @Test
    public void testTimestamps()
    {
        assertThat(filter(TIME, Domain.singleValue(TIMESTAMP, 7L))).isEqualTo(range(Range.range(TIMESTAMP, 7L, true, 8L, false)));
        assertThat(filter(TIME, range(Range.lessThanOrEqual(TIMESTAMP, 7L)))).isEqualTo(range(Range.lessThan(TIMESTAMP, 8L)));
        assertThat(filter(TIME, range(Range.greaterThan(TIMESTAMP, 7L)))).isEqualTo(range(Range.greaterThanOrEqual(TIMESTAMP, 7L)));
    }

    @Test
    public void testNoRows()
    {
        assertThat(Db2Filters.toDb2(TupleDomain.<ColumnHandle>none()).isNone()).isTrue();
    }

    @Test
    public void testExpressions()
    {
        Optional<JdbcExpression> numbers = Optional.of(new JdbcExpression("((\"N\") IN (?))"));
        assertThat(Db2Filters.toDb2(numbers, ImmutableList.of(NUMBER, DECFLOAT, TEXT))).isEqualTo(numbers);
        for (JdbcColumnHandle column : ImmutableList.of(FLOAT, DECFLOAT, TEXT, LARGE_TEXT, TIME)) {
            Optional<JdbcExpression> mixed = Optional.of(new JdbcExpression("((\"N\") IN (?)) OR ((\"%s\") IN (?))".formatted(column.getColumnName())));
            assertThat(Db2Filters.toDb2(mixed, ImmutableList.of(NUMBER, column))).isEmpty();
        }
    }

    private static Domain filter(JdbcColumnHandle column, Domain domain)
    {
        return Db2Filters.toDb2(TupleDomain.withColumnDomains(ImmutableMap.<ColumnHandle, Domain>of(column, domain))).getDomains().orElseThrow()
                .getOrDefault(column, Domain.all(column.getColumnType()));
    }

    private static Domain range(Range range)
    {
        return Domain.create(ValueSet.ofRanges(range), false);
    }

    private static JdbcColumnHandle column(String name, int jdbcType, String typeName, Type type)
    {
        return new JdbcColumnHandle("db2", name, new JdbcTypeHandle(jdbcType, typeName, 10, 0), type, true, Optional.empty());
    }
}

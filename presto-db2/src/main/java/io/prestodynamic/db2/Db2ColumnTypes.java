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

import com.facebook.presto.common.type.CharType;
import com.facebook.presto.common.type.DecimalType;
import com.facebook.presto.common.type.Type;
import com.facebook.presto.common.type.VarcharType;
import com.facebook.presto.spi.PrestoException;
import com.google.common.collect.ImmutableMap;

import java.util.Map;
import java.util.Optional;

import static com.facebook.presto.common.type.BigintType.BIGINT;
import static com.facebook.presto.common.type.BooleanType.BOOLEAN;
import static com.facebook.presto.common.type.DateType.DATE;
import static com.facebook.presto.common.type.DoubleType.DOUBLE;
import static com.facebook.presto.common.type.IntegerType.INTEGER;
import static com.facebook.presto.common.type.RealType.REAL;
import static com.facebook.presto.common.type.SmallintType.SMALLINT;
import static com.facebook.presto.common.type.TimeType.TIME;
import static com.facebook.presto.common.type.TimestampType.TIMESTAMP;
import static com.facebook.presto.common.type.TimestampType.TIMESTAMP_MICROSECONDS;
import static com.facebook.presto.common.type.TinyintType.TINYINT;
import static com.facebook.presto.common.type.VarbinaryType.VARBINARY;
import static com.facebook.presto.spi.StandardErrorCode.NOT_SUPPORTED;

/**
 * Types of the columns that Presto creates in Db2. Lengths of text are counted in characters, as Presto does, which takes a Unicode database.
 */
final class Db2ColumnTypes
{
    private static final int MAX_DECIMAL_PRECISION = 31;
    // 255 and 32,672 bytes
    private static final int MAX_CHAR_LENGTH = 63;
    private static final int MAX_VARCHAR_LENGTH = 8168;

    private static final Map<Type, String> SIMPLE_TYPES = ImmutableMap.<Type, String>builder()
            .put(BOOLEAN, "boolean")
            .put(TINYINT, "smallint")
            .put(SMALLINT, "smallint")
            .put(INTEGER, "integer")
            .put(BIGINT, "bigint")
            .put(REAL, "real")
            .put(DOUBLE, "double")
            .put(DATE, "date")
            .put(TIME, "time")
            .put(TIMESTAMP, "timestamp(3)")
            .put(TIMESTAMP_MICROSECONDS, "timestamp(6)")
            // larger ones are not logged
            .put(VARBINARY, "blob(1g)")
            .build();

    private Db2ColumnTypes() {}

    /**
     * @throws PrestoException if Db2 has no such type
     */
    static String toColumnType(Type type)
    {
        if (type instanceof VarcharType varchar) {
            return varchar.isUnbounded() ? "clob(1g)" : varcharType(varchar.getLengthSafe());
        }
        if (type instanceof CharType character) {
            return character.getLength() <= MAX_CHAR_LENGTH ? "char(%s codeunits32)".formatted(character.getLength()) : varcharType(character.getLength());
        }
        if (type instanceof DecimalType decimal) {
            if (decimal.getPrecision() > MAX_DECIMAL_PRECISION) {
                throw new PrestoException(NOT_SUPPORTED, "Decimals of Db2 have at most %s digits: %s".formatted(MAX_DECIMAL_PRECISION, type.getDisplayName()));
            }
            return "decimal(%s, %s)".formatted(decimal.getPrecision(), decimal.getScale());
        }
        return Optional.ofNullable(SIMPLE_TYPES.get(type))
                .orElseThrow(() -> new PrestoException(NOT_SUPPORTED, "Db2 has no type for columns of type " + type.getDisplayName()));
    }

    private static String varcharType(int length)
    {
        return length <= MAX_VARCHAR_LENGTH ? "varchar(%s codeunits32)".formatted(Math.max(length, 1)) : "clob(1g)";
    }
}

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

import com.facebook.presto.plugin.jdbc.JdbcTypeHandle;
import com.facebook.presto.plugin.jdbc.ReadMapping;

import java.sql.Types;
import java.util.Optional;

import static com.facebook.presto.common.type.VarcharType.createUnboundedVarcharType;
import static com.facebook.presto.plugin.jdbc.StandardReadMappings.doubleReadMapping;
import static com.facebook.presto.plugin.jdbc.StandardReadMappings.jdbcTypeToPrestoType;
import static com.facebook.presto.plugin.jdbc.StandardReadMappings.varbinaryReadMapping;
import static com.facebook.presto.plugin.jdbc.StandardReadMappings.varcharReadMapping;
import static com.google.common.base.Strings.nullToEmpty;
import static java.util.Locale.ENGLISH;

/**
 * Presto's types for columns of Db2. The driver reports some of Db2's own types under numbers that depend on its version, so that these are known by name.
 */
final class Db2ReadMappings
{
    private Db2ReadMappings() {}

    /**
     * Returns empty if Presto has no type for the column.
     */
    static Optional<ReadMapping> toReadMapping(JdbcTypeHandle type)
    {
        if (isDecimalFloatingPoint(type)) {
            return Optional.of(doubleReadMapping());
        }
        if (isLargeText(type)) {
            return Optional.of(varcharReadMapping(createUnboundedVarcharType()));
        }
        if (type.getJdbcType() == Types.BLOB || name(type).endsWith("FOR BIT DATA")) {
            return Optional.of(varbinaryReadMapping());
        }
        return jdbcTypeToPrestoType(type);
    }

    static boolean isDecimalFloatingPoint(JdbcTypeHandle type)
    {
        return name(type).equals("DECFLOAT");
    }

    /**
     * Tells whether Db2 can only test such a column for null.
     */
    static boolean isLargeText(JdbcTypeHandle type)
    {
        return switch (type.getJdbcType()) {
            case Types.CLOB, Types.NCLOB, Types.SQLXML -> true;
            default -> name(type).equals("XML");
        };
    }

    private static String name(JdbcTypeHandle type)
    {
        return nullToEmpty(type.getJdbcTypeName()).strip().toUpperCase(ENGLISH);
    }
}

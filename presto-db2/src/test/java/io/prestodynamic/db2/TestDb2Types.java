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

import com.facebook.presto.common.type.ArrayType;
import com.facebook.presto.common.type.Type;
import com.facebook.presto.plugin.jdbc.JdbcTypeHandle;
import com.facebook.presto.plugin.jdbc.ReadMapping;
import com.facebook.presto.spi.PrestoException;
import com.ibm.db2.jcc.DB2Types;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.sql.Types;

import static com.facebook.presto.common.type.BigintType.BIGINT;
import static com.facebook.presto.common.type.BooleanType.BOOLEAN;
import static com.facebook.presto.common.type.CharType.createCharType;
import static com.facebook.presto.common.type.DateType.DATE;
import static com.facebook.presto.common.type.DecimalType.createDecimalType;
import static com.facebook.presto.common.type.DoubleType.DOUBLE;
import static com.facebook.presto.common.type.IntegerType.INTEGER;
import static com.facebook.presto.common.type.RealType.REAL;
import static com.facebook.presto.common.type.SmallintType.SMALLINT;
import static com.facebook.presto.common.type.TimeType.TIME;
import static com.facebook.presto.common.type.TimestampType.TIMESTAMP;
import static com.facebook.presto.common.type.TimestampType.TIMESTAMP_MICROSECONDS;
import static com.facebook.presto.common.type.TimestampWithTimeZoneType.TIMESTAMP_WITH_TIME_ZONE;
import static com.facebook.presto.common.type.TinyintType.TINYINT;
import static com.facebook.presto.common.type.UuidType.UUID;
import static com.facebook.presto.common.type.VarbinaryType.VARBINARY;
import static com.facebook.presto.common.type.VarcharType.VARCHAR;
import static com.facebook.presto.common.type.VarcharType.createVarcharType;
import static com.facebook.presto.spi.StandardErrorCode.NOT_SUPPORTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Types of columns, in both directions.
 */
public class TestDb2Types
{
    @DataProvider
    public Object[][] columnsOfDb2()
    {
        return new Object[][] {
                {Types.SMALLINT, "SMALLINT", 5, 0, SMALLINT},
                {Types.INTEGER, "INTEGER", 10, 0, INTEGER},
                {Types.BIGINT, "BIGINT", 19, 0, BIGINT},
                {Types.REAL, "REAL", 24, 0, REAL},
                {Types.DOUBLE, "DOUBLE", 53, 0, DOUBLE},
                {Types.DECIMAL, "DECIMAL", 5, 2, createDecimalType(5, 2)},
                {Types.DECIMAL, "DECIMAL", 31, 31, createDecimalType(31, 31)},
                {Types.OTHER, "DECFLOAT", 16, 0, DOUBLE},
                {DB2Types.DECFLOAT, "DECFLOAT", 34, 0, DOUBLE},
                {Types.CHAR, "CHAR", 10, 0, createCharType(10)},
                {Types.VARCHAR, "VARCHAR", 32672, 0, createVarcharType(32672)},
                {Types.LONGVARCHAR, "LONG VARCHAR", 32700, 0, createVarcharType(32700)},
                {Types.CHAR, "GRAPHIC", 10, 0, createCharType(10)},
                {Types.NCHAR, "GRAPHIC", 10, 0, createCharType(10)},
                {Types.VARCHAR, "VARGRAPHIC", 20, 0, createVarcharType(20)},
                {Types.NVARCHAR, "VARGRAPHIC", 20, 0, createVarcharType(20)},
                {Types.LONGVARCHAR, "LONG VARGRAPHIC", 16350, 0, createVarcharType(16350)},
                {Types.CLOB, "CLOB", Integer.MAX_VALUE, 0, VARCHAR},
                {Types.CLOB, "DBCLOB", 100, 0, VARCHAR},
                {Types.NCLOB, "DBCLOB", 100, 0, VARCHAR},
                {Types.BLOB, "BLOB", 100, 0, VARBINARY},
                {Types.BINARY, "BINARY", 10, 0, VARBINARY},
                {Types.VARBINARY, "VARBINARY", 10, 0, VARBINARY},
                {Types.BINARY, "CHAR () FOR BIT DATA", 10, 0, VARBINARY},
                {Types.CHAR, "CHAR () FOR BIT DATA", 10, 0, VARBINARY},
                {Types.VARBINARY, "VARCHAR () FOR BIT DATA", 10, 0, VARBINARY},
                {Types.LONGVARBINARY, "LONG VARCHAR FOR BIT DATA", 10, 0, VARBINARY},
                {DB2Types.XML, "XML", 0, 0, VARCHAR},
                {Types.OTHER, "XML", 0, 0, VARCHAR},
                {Types.DATE, "DATE", 10, 0, DATE},
                {Types.TIME, "TIME", 8, 0, TIME},
                {Types.TIMESTAMP, "TIMESTAMP", 19, 0, TIMESTAMP},
                {Types.TIMESTAMP, "TIMESTAMP", 32, 12, TIMESTAMP},
                {Types.BOOLEAN, "BOOLEAN", 1, 0, BOOLEAN},
                {Types.BIT, "BOOLEAN", 1, 0, BOOLEAN},
        };
    }

    @Test(dataProvider = "columnsOfDb2")
    public void testRead(int jdbcType, String name, int size, int digits, Type type)
    {
        assertThat(Db2ReadMappings.toReadMapping(new JdbcTypeHandle(jdbcType, name, size, digits)).map(ReadMapping::getType)).contains(type);
    }

    @DataProvider
    public Object[][] otherColumns()
    {
        return new Object[][] {{DB2Types.ROWID, "ROWID"}, {DB2Types.TIMESTAMPTZ, "TIMESTAMP WITH TIME ZONE"}, {Types.STRUCT, "ADDRESS"}, {Types.DATALINK, "DATALINK"}, {DB2Types.CURSOR, "CURSOR"}};
    }

    @Test(dataProvider = "otherColumns")
    public void testOtherColumnsAreLeftOut(int jdbcType, String name)
    {
        assertThat(Db2ReadMappings.toReadMapping(new JdbcTypeHandle(jdbcType, name, 10, 0))).isEmpty();
    }

    @DataProvider
    public Object[][] createdColumns()
    {
        return new Object[][] {
                {BOOLEAN, "boolean"},
                {TINYINT, "smallint"},
                {SMALLINT, "smallint"},
                {INTEGER, "integer"},
                {BIGINT, "bigint"},
                {REAL, "real"},
                {DOUBLE, "double"},
                {createDecimalType(31, 10), "decimal(31, 10)"},
                {createCharType(63), "char(63 codeunits32)"},
                {createCharType(64), "varchar(64 codeunits32)"},
                {createVarcharType(0), "varchar(1 codeunits32)"},
                {createVarcharType(8168), "varchar(8168 codeunits32)"},
                {createVarcharType(8169), "clob(1g)"},
                {VARCHAR, "clob(1g)"},
                {VARBINARY, "blob(1g)"},
                {DATE, "date"},
                {TIME, "time"},
                {TIMESTAMP, "timestamp(3)"},
                {TIMESTAMP_MICROSECONDS, "timestamp(6)"},
        };
    }

    @Test(dataProvider = "createdColumns")
    public void testCreate(Type type, String column)
    {
        assertThat(Db2ColumnTypes.toColumnType(type)).isEqualTo(column);
    }

    @DataProvider
    public Object[][] refusedColumns()
    {
        return new Object[][] {
                {createDecimalType(32, 2), "Decimals of Db2 have at most 31 digits: decimal(32,2)"},
                {TIMESTAMP_WITH_TIME_ZONE, "Db2 has no type for columns of type timestamp with time zone"},
                {UUID, "Db2 has no type for columns of type uuid"},
                {new ArrayType(BIGINT), "Db2 has no type for columns of type array(bigint)"},
        };
    }

    @Test(dataProvider = "refusedColumns")
    public void testRefused(Type type, String message)
    {
        assertThatThrownBy(() -> Db2ColumnTypes.toColumnType(type)).isInstanceOfSatisfying(PrestoException.class, refusal -> {
            assertThat(refusal.getErrorCode()).isEqualTo(NOT_SUPPORTED.toErrorCode());
            assertThat(refusal).hasMessage(message);
        });
    }
}

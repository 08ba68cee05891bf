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
import com.facebook.presto.sql.parser.ParsingException;
import com.google.common.collect.ImmutableMap;
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogName;
import io.prestodynamic.catalog.CatalogSettings;
import io.prestodynamic.catalog.coordinator.change.CatalogRequest;
import io.prestodynamic.catalog.coordinator.change.RequestedFiles;
import io.prestodynamic.catalog.sql.parser.CreateCatalog.Mode;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import static io.prestodynamic.catalog.sql.parser.CreateCatalog.Mode.CREATE;
import static io.prestodynamic.catalog.sql.parser.CreateCatalog.Mode.CREATE_IF_NOT_EXISTS;
import static io.prestodynamic.catalog.sql.parser.CreateCatalog.Mode.CREATE_OR_REPLACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

public class TestCatalogStatementParser
{
    private static final String PASSWORD = "s3cret";

    @Test
    public void testCreate()
    {
        assertCreate("CREATE CATALOG sales USING mysql", CREATE, "sales", "mysql", ImmutableMap.of());
        assertCreate("create catalog if not exists Sales using MySQL", CREATE_IF_NOT_EXISTS, "sales", "mysql", ImmutableMap.of());
        assertCreate("CREATE OR REPLACE CATALOG sales USING mysql;", CREATE_OR_REPLACE, "sales", "mysql", ImmutableMap.of());
        assertCreate("CREATE CATALOG \"My-Catalog\" USING \"hive-hadoop2\" WITH (\"hive.metastore\" = 'file')", CREATE, "my-catalog", "hive-hadoop2", ImmutableMap.of("hive.metastore", "file"));
        assertCreate(
                "-- a comment\nCREATE /* CATALOG */ CATALOG data USING memory\n WITH (\"a\" = 'it''s; -- \"x\"',\n  Bare_Name = '', \"q\"\"x\" = 'ü') -- end\n ; ",
                CREATE,
                "data",
                "memory",
                ImmutableMap.of("a", "it's; -- \"x\"", "Bare_Name", "", "q\"x", "ü"));
        // keywords are names too
        assertCreate("CREATE CATALOG if USING using", CREATE, "if", "using", ImmutableMap.of());
        assertCreate("CREATE CATALOG catalog USING with WITH (with = 'with')", CREATE, "catalog", "with", ImmutableMap.of("with", "with"));
    }

    @Test
    public void testAlter()
    {
        assertThat(parse("ALTER CATALOG Sales SET PROPERTIES (\"a\" = '1', \"b\" = DEFAULT, c = default)"))
                .isEqualTo(AlterCatalog.setProperties("sales", ImmutableMap.of("a", Optional.of("1"), "b", Optional.empty(), "c", Optional.empty())))
                .hasToString("ALTER CATALOG sales SET PROPERTIES (\"a\" = '******', \"b\" = DEFAULT, \"c\" = DEFAULT)");
        assertThat(parse("ALTER CATALOG sales ENABLE")).isEqualTo(AlterCatalog.enable("sales")).hasToString("ALTER CATALOG sales ENABLE");
        assertThat(parse("alter catalog \"my-catalog\" disable;")).isEqualTo(AlterCatalog.disable("my-catalog")).hasToString("ALTER CATALOG \"my-catalog\" DISABLE");
        assertThat(((AlterCatalog) parse("ALTER CATALOG sales DISABLE")).toPatch().settings().enabled()).contains(false);
    }

    @Test
    public void testComment()
    {
        CreateCatalog commented = (CreateCatalog) parse("CREATE CATALOG sales USING mysql COMMENT 'the shop''s' WITH (a = '1')");
        assertThat(commented).hasToString("CREATE CATALOG sales USING mysql COMMENT '******' WITH (\"a\" = '******')");
        assertThat(commented.toRequest()).isEqualTo(new CatalogRequest(
                new CatalogDefinition(new CatalogName("sales"), "mysql", ImmutableMap.of("a", "1")),
                CatalogSettings.unlimited(Optional.of("the shop's"), true),
                RequestedFiles.NONE));
        assertThat(((CreateCatalog) parse("CREATE CATALOG sales USING mysql COMMENT ''")).toRequest().settings()).isEqualTo(CatalogSettings.DEFAULT);
        CreateCatalog tooLong = (CreateCatalog) parse("CREATE CATALOG sales USING mysql COMMENT '%s'".formatted("x".repeat(1001)));
        assertThatThrownBy(tooLong::toRequest).isInstanceOf(CatalogException.class);
    }

    @Test
    public void testDrop()
    {
        assertThat(parse("DROP CATALOG sales")).isEqualTo(new DropCatalog("sales", false, false)).hasToString("DROP CATALOG sales");
        assertThat(parse("drop catalog IF EXISTS \"my-catalog\" force ;;")).isEqualTo(new DropCatalog("my-catalog", true, true)).hasToString("DROP CATALOG IF EXISTS \"my-catalog\" FORCE");
        assertThat(parse("DROP CATALOG force")).isEqualTo(new DropCatalog("force", false, false));
        assertThat(parse("DROP CATALOG if")).isEqualTo(new DropCatalog("if", false, false));
    }

    @Test
    public void testShowCreate()
    {
        assertThat(parse("SHOW CREATE CATALOG \"SALES\"")).isEqualTo(new ShowCreateCatalog("sales")).hasToString("SHOW CREATE CATALOG sales");
    }

    @DataProvider
    public Object[][] presto()
    {
        return new Object[][] {
                {""},
                {";"},
                {"SELECT catalog FROM t"},
                {"SELECT 'CREATE CATALOG x' FROM t"},
                {"-- CREATE CATALOG x USING y\nSELECT 1"},
                {"SHOW CATALOGS"},
                {"SHOW CATALOGS LIKE 'create catalog'"},
                {"SHOW CREATE TABLE catalog.s.t"},
                {"SHOW CREATE VIEW catalog"},
                {"CREATE TABLE catalog (a bigint)"},
                {"CREATE OR REPLACE VIEW catalog AS SELECT 1"},
                {"CREATE SCHEMA catalog.s"},
                {"CREATE ROLE catalog"},
                {"ALTER TABLE catalog RENAME TO t"},
                {"DROP TABLE IF EXISTS catalog.s.t"},
                {"DROP VIEW catalog"},
                {"USE catalog.s"},
                {"EXPLAIN SELECT catalog FROM t"},
                {"EXPLAIN ANALYZE VERBOSE SELECT 1"},
                {"EXPLAIN (TYPE LOGICAL, FORMAT JSON) SELECT 1"},
                {"EXPLAIN (SELECT 1)"},
                {"EXPLAIN ("},
                {"PREPARE catalog FROM SELECT 1"},
                {"PREPARE"},
                {"EXECUTE catalog"},
                {"EXPLAIN EXECUTE catalog USING 1"},
                {"DEALLOCATE PREPARE catalog"},
                {"CALL catalog.s.p('x')"},
                {"TABLE catalog"},
                {"'CREATE' CATALOG x"},
                {"\"CREATE\" CATALOG x"},
                {"CREATE \"CATALOG\" x"},
                {"CREATE 'CATALOG' x"},
                {"SELECT ' unterminated CREATE CATALOG"},
        };
    }

    @Test(dataProvider = "presto")
    public void testStatementOfPresto(String text)
    {
        assertThat(CatalogStatementParser.parse(text)).isEmpty();
        assertThat(CatalogStatementParser.mask(text)).isEqualTo(text);
    }

    @DataProvider
    public Object[][] invalid()
    {
        return new Object[][] {
                {"CREATE CATALOG", "line 1:15: expected the name of a catalog", "CREATE CATALOG ******"},
                {"CREATE CATALOGUE x USING mysql WITH (password = 's3cret')", "line 1:8: expected CATALOG", "CREATE ******"},
                {"CREATE CATALOG 's3cret'", "line 1:16: expected the name of a catalog", "CREATE CATALOG ******"},
                {"CREATE CATALOG \"\" USING mysql", "line 1:16: expected the name of a catalog", "CREATE CATALOG ******"},
                {"CREATE CATALOG x WITH (password = 's3cret')", "line 1:18: expected USING", "CREATE CATALOG x ******"},
                {"CREATE OR REPLACE CATALOG IF NOT EXISTS x USING mysql", "line 1:30: expected USING", "CREATE OR REPLACE CATALOG if ******"},
                {"CREATE CATALOG x USING 's3cret'", "line 1:24: expected the name of a connector", "CREATE CATALOG x ******"},
                {
                        "CREATE CATALOG x USING hive-hadoop2",
                        "line 1:28: expected COMMENT, WITH, or the end of the statement (a name with other signs than letters, digits and '_' needs double quotes)",
                        "CREATE CATALOG x USING hive ******"},
                {"CREATE CATALOG x USING mysql\nWITH ()", "line 2:7: expected the name of a property, in double quotes", "CREATE CATALOG x USING mysql ******"},
                {"CREATE CATALOG x USING mysql WITH (s3cret", "line 1:42: expected '='", "CREATE CATALOG x USING mysql ******"},
                {"CREATE CATALOG x USING mysql WITH (password = s3cret)", "line 1:47: expected a string in single quotes", "CREATE CATALOG x USING mysql ******"},
                {"CREATE CATALOG x USING mysql WITH (password = \"s3cret\")", "line 1:47: expected a string in single quotes", "CREATE CATALOG x USING mysql ******"},
                {"CREATE CATALOG x USING mysql WITH (password = U&'s3cret')", "line 1:47: expected a string in single quotes", "CREATE CATALOG x USING mysql ******"},
                {"CREATE CATALOG x USING mysql WITH (password = 's3cret", "line 1:47: expected a string in single quotes", "CREATE CATALOG x USING mysql ******"},
                {"CREATE CATALOG x USING mysql WITH (password = DEFAULT)", "line 1:47: expected a string in single quotes", "CREATE CATALOG x USING mysql ******"},
                {"CREATE CATALOG x USING mysql WITH ('password' = 's3cret')", "line 1:36: expected the name of a property, in double quotes", "CREATE CATALOG x USING mysql ******"},
                {"CREATE CATALOG x USING mysql WITH (a = 's3cret' b = '1')", "line 1:49: expected ')'", "CREATE CATALOG x USING mysql ******"},
                {"CREATE CATALOG x USING mysql WITH (a = 's3cret', a = '1')", "line 1:52: a property occurs twice", "CREATE CATALOG x USING mysql ******"},
                {"CREATE CATALOG x USING mysql WITH (a = 's3cret') s3cret", "line 1:50: expected the end of the statement", "CREATE CATALOG x USING mysql ******"},
                {"CREATE CATALOG x USING mysql; CREATE CATALOG y USING mysql WITH (a = 's3cret')", "line 1:31: expected COMMENT, WITH, or", "CREATE CATALOG x USING mysql ******"},
                {"ALTER CATALOG x SET (a = 's3cret')", "line 1:17: expected SET PROPERTIES", "ALTER CATALOG x ******"},
                {"ALTER CATALOG x SET PROPERTIES a = 's3cret'", "line 1:32: expected '('", "ALTER CATALOG x ******"},
                {"ALTER CATALOG x SET PROPERTIES (a = 1)", "line 1:37: expected a string in single quotes, or DEFAULT", "ALTER CATALOG x ******"},
                {"DROP CATALOG x CASCADE", "line 1:16: expected FORCE, or the end of the statement", "DROP CATALOG x ******"},
                {"SHOW CREATE CATALOG x y", "line 1:23: expected the end of the statement", "SHOW CREATE CATALOG x ******"},
                {"SHOW CREATE CATALOGS", "line 1:13: expected CATALOG", "SHOW CREATE ******"},
        };
    }

    @Test(dataProvider = "invalid")
    public void testInvalid(String text, String message, String masked)
    {
        assertThatThrownBy(() -> CatalogStatementParser.parse(text))
                .isInstanceOf(ParsingException.class)
                .hasMessageStartingWith(message)
                .hasMessageNotContaining(PASSWORD);
        assertThat(CatalogStatementParser.mask(text)).isEqualTo(masked);
    }

    @DataProvider
    public Object[][] wrapped()
    {
        return new Object[][] {
                {"EXPLAIN CREATE CATALOG x USING mysql WITH (a = 's3cret')", "EXPLAIN CREATE ******"},
                {"EXPLAIN ANALYZE VERBOSE ALTER CATALOG x SET PROPERTIES (a = 's3cret')", "EXPLAIN ALTER ******"},
                {"EXPLAIN (TYPE VALIDATE) DROP CATALOG x", "EXPLAIN DROP ******"},
                {"PREPARE p FROM CREATE OR REPLACE CATALOG x USING mysql WITH (a = 's3cret')", "PREPARE p FROM CREATE OR REPLACE ******"},
                {"PREPARE p FROM EXPLAIN SHOW CREATE CATALOG x", "PREPARE p FROM EXPLAIN SHOW CREATE ******"},
                {"PREPARE p FROM CREATE CATALOG x 's3cret'", "PREPARE p FROM CREATE ******"},
        };
    }

    @Test(dataProvider = "wrapped")
    public void testExplainedOrPrepared(String text, String masked)
    {
        assertThatThrownBy(() -> CatalogStatementParser.parse(text))
                .isInstanceOf(PrestoException.class)
                .hasMessage("A statement about catalogs can be neither explained nor prepared: run the statement itself, with its values in it");
        assertThat(CatalogStatementParser.mask(text)).isEqualTo(masked);
    }

    @Test
    public void testMaskHasNoValueAndNoComment()
    {
        assertThat(CatalogStatementParser.mask("/* s3cret */ CREATE CATALOG x USING mysql WITH (\"connection-url\" = 'jdbc:s3cret', \"connection-password\" = 's3cret') -- s3cret"))
                .isEqualTo("CREATE CATALOG x USING mysql WITH (\"connection-url\" = '******', \"connection-password\" = '******')");
        assertThat(CatalogStatementParser.mask("-- retry query 1; attempt: 1\nDROP CATALOG x")).isEqualTo("DROP CATALOG x");
    }

    @Test
    public void testSeveralStatements()
    {
        assertThat(CatalogStatementParser.mask("USE \uD83D\uDE00; CREATE CATALOG x USING mysql WITH (a = 's3cret')")).isEqualTo("USE \uD83D\uDE00; ******");
        assertThat(CatalogStatementParser.mask("SELECT 1;; -- s3cret\n PREPARE p FROM ALTER CATALOG x 's3cret'; SELECT 1")).isEqualTo("SELECT 1;; ******");
        assertThat(CatalogStatementParser.mask("SELECT ';CREATE CATALOG x'; SELECT 1")).isEqualTo("SELECT ';CREATE CATALOG x'; SELECT 1");
    }

    @Test
    public void testLongText()
    {
        String value = "x".repeat(1_000_000);
        assertThat(CatalogStatementParser.mask("CREATE CATALOG x USING mysql WITH (a = '%s')".formatted(value))).isEqualTo("CREATE ******");
        assertThat(CatalogStatementParser.mask("SELECT '%s'".formatted(value))).isEqualTo("SELECT '%s'".formatted(value));
    }

    @Test
    public void testNameThatIsNone()
    {
        CatalogStatement statement = parse("DROP CATALOG \"a b\"");
        assertThatThrownBy(statement::toCatalogName).isInstanceOf(CatalogException.class);
    }

    @Test
    public void testNumberOfProperties()
    {
        String properties = String.join(", ", Collections.nCopies(1001, "p%s = ''"));
        String text = "CREATE CATALOG x USING mysql WITH (" + String.format(properties, IntStream.range(0, 1001).boxed().toArray()) + ")";
        assertThatThrownBy(() -> CatalogStatementParser.parse(text)).hasMessageContaining("a catalog has at most 1000 properties");
    }

    @Test
    public void testFormat()
    {
        Map<String, String> properties = ImmutableMap.of("a", "it's", "b-c", "");
        String text = CreateCatalog.format("my-catalog", "hive-hadoop2", Optional.of("It's"), properties);
        assertThat(text).isEqualTo("CREATE CATALOG \"my-catalog\" USING \"hive-hadoop2\"\nCOMMENT 'It''s'\nWITH (\n   \"a\" = 'it''s',\n   \"b-c\" = ''\n)");
        assertThat(((CreateCatalog) parse(text)).toRequest().definition()).isEqualTo(new CatalogDefinition(new CatalogName("my-catalog"), "hive-hadoop2", properties));
        assertThat(CreateCatalog.format("sales", "tpch", Optional.empty(), ImmutableMap.of())).isEqualTo("CREATE CATALOG sales USING tpch");
    }

    private static void assertCreate(String text, Mode mode, String name, String connector, Map<String, String> properties)
    {
        assertThat(parse(text)).isEqualTo(new CreateCatalog(mode, name, connector, Optional.empty(), properties));
    }

    private static CatalogStatement parse(String text)
    {
        return (CatalogStatement) CatalogStatementParser.parse(text).orElseThrow();
    }
}

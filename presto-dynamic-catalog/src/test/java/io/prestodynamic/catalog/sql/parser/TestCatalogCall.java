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
import com.facebook.presto.sql.analyzer.SemanticException;
import com.facebook.presto.sql.parser.ParsingException;
import com.google.common.collect.ImmutableMap;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static io.prestodynamic.catalog.sql.parser.CreateCatalog.Mode.CREATE;
import static io.prestodynamic.catalog.sql.parser.CreateCatalog.Mode.CREATE_IF_NOT_EXISTS;
import static io.prestodynamic.catalog.sql.parser.CreateCatalog.Mode.CREATE_OR_REPLACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

public class TestCatalogCall
{
    private static final String SECRET = "s3cret";

    @DataProvider
    public Object[][] masked()
    {
        return new Object[][] {
                {
                        "CALL system.runtime.create_catalog('sales', 'mysql', MAP(ARRAY['connection-url', 'x'], ARRAY['jdbc:s3cret', concat('s3', 'cret')]), 's3cret', true)",
                        "CALL system.runtime.create_catalog('sales', 'mysql', MAP(ARRAY['connection-url', 'x'], ARRAY['******', '******']), '******', true)"},
                {
                        "call \"System\" . \"runtime\" -- s3cret\n./* s3cret */\"CREATE_CATALOG\"(connector => 'mysql', catalog => 'a''b', properties => map(array['a'], array['s3cret']), replace => false);",
                        "CALL system.runtime.create_catalog(connector => 'mysql', catalog => '******', properties => MAP(ARRAY['a'], ARRAY['******']), replace => false)"},
                {"CALL create_catalog('x', concat('s3', 'cret'))", "CALL create_catalog('x', '******')"},
                {"CALL runtime.create_catalog('x', 'y', MAP(ARRAY['a' || 's3cret'], ARRAY['b']))", "CALL runtime.create_catalog('x', 'y', '******')"},
                {"CALL create_catalog('x', 'y', MAP(ARRAY['a', 's3cret'], ARRAY['b']))", "CALL create_catalog('x', 'y', '******')"},
                {"CALL create_catalog('x', 'y', CAST(json_parse('{\"a\": \"s3cret\"}') AS MAP(VARCHAR, VARCHAR)))", "CALL create_catalog('x', 'y', '******')"},
                {"CALL create_catalog('x', 'y', U&'s3cret', s3cret => 's3cret')", "CALL create_catalog('x', 'y', '******', s3cret => '******')"},
                {"CALL create_catalog('x', 'y', NULL, NULL, 's3cret', 1, 's3cret')", "CALL create_catalog('x', 'y', null, null, '******', '******', '******')"},
                {"CALL alter_catalog('x', MAP(ARRAY[], ARRAY[]), ARRAY['a', 'b'], enabled => false)", "CALL alter_catalog('x', MAP(ARRAY[], ARRAY[]), ARRAY['a', 'b'], enabled => false)"},
                {"CALL alter_catalog('x', unset => ARRAY['a', 's3cret' || ''])", "CALL alter_catalog('x', unset => '******')"},
                {"CALL drop_catalog(catalog => 'x', force => true)", "CALL drop_catalog(catalog => 'x', force => true)"},
                {"CALL validate_catalog('x', 'mysql', MAP(ARRAY['a'], ARRAY['s3cret']))", "CALL validate_catalog('x', 'mysql', MAP(ARRAY['a'], ARRAY['******']))"},
                // of another connector, or misspelt
                {"CALL hive.default.create_catalog(a => 's3cret', b => 1)", "CALL hive.default.create_catalog(a => '******', b => '******')"},
                {"CALL system.runtime.create_catlog('x', MAP(ARRAY['a'], ARRAY['s3cret']))", "CALL system.runtime.create_catlog('******', '******')"},
                {"CALL system.add_catalog('s3cret')", "CALL system.add_catalog('******')"},
                {"CALL add_catalogs('s3cret')", "CALL add_catalogs('******')"},
                {"CALL create_catalo('x', 'y', MAP(ARRAY['a'], ARRAY['s3cret']))", "CALL create_catalo('******', '******', '******')"},
                {"CALL runtime.ALTER_CATLOG('s3cret')", "CALL runtime.alter_catlog('******')"},
                {"CALL mysql.system.drop_catalo('s3cret')", "CALL mysql.system.drop_catalo('******')"},
                {"CALL syste.runtime.validate_catolog('s3cret')", "CALL syste.runtime.validate_catolog('******')"},
        };
    }

    @Test(dataProvider = "masked")
    public void testMask(String text, String masked)
    {
        if (!text.contains("s3cret =>")) {
            assertThat(masked).doesNotContain(SECRET);
        }
        assertThat(CatalogStatementParser.mask(text)).isEqualTo(masked);
        // is a call that masks to itself
        assertThat(CatalogStatementParser.mask(masked)).isEqualTo(masked);
    }

    @DataProvider
    public Object[][] invalid()
    {
        return new Object[][] {
                {"CALL create_catalog('x', s3cret s3cret)", "line 1:33: the call cannot be read"},
                {"CALL create_catalog\n('x', properties => 's3cret'", "line 2:29: the call cannot be read"},
                {"CALL create_catalog('x', 's3cret", "line 1:26: the call cannot be read"},
                {"CALL create_catalog 's3.cret'", "line 1:21: the call cannot be read"},
                {"CALL create_catalog s3cret, 1.5", "line 1:21: the call cannot be read"},
                {"CALL `system`.`runtime`.`create_catalog`('s3cret')", "line 1:6: the call cannot be read"},
                {"CALL 'system'.'runtime'.'create_catalog'('s3cret')", "line 1:6: the call cannot be read"},
                {"CALL \"system.runtime.create_catalog('s3cret')", "line 1:6: the call cannot be read"},
                {"CALL system runtime create_catalog('s3cret')", "line 1:13: the call cannot be read"},
                {"CALL create_catalog(U&'\\00s3cret')", "line 1:21: the call cannot be read"},
                {"CALL create_catalog('x'); SELECT 's3cret'", "line 1:27: expected the end of the statement"},
        };
    }

    @Test(dataProvider = "invalid")
    public void testInvalid(String text, String message)
    {
        assertThatThrownBy(() -> CatalogStatementParser.parse(text)).isInstanceOf(ParsingException.class).hasMessageStartingWith(message).hasMessageNotContaining("cret'");
        assertThat(CatalogStatementParser.mask(text)).isEqualTo("CALL ******");
    }

    @Test
    public void testExplainedPreparedOrExecuted()
    {
        assertThat(CatalogStatementParser.mask("EXPLAIN CALL create_catalog('s3cret')")).isEqualTo("EXPLAIN CALL ******");
        assertThat(CatalogStatementParser.mask("PREPARE p FROM CALL system.runtime.create_catalog(?, 's3cret')")).isEqualTo("PREPARE p FROM CALL ******");
        assertThat(CatalogStatementParser.mask("USE system.runtime; CALL create_catalog('s3cret')")).isEqualTo("USE system.runtime; ******");
        assertThatThrownBy(() -> CatalogStatementParser.parse("EXPLAIN CALL create_catalog('x')")).isInstanceOf(PrestoException.class).hasMessageContaining("neither explained nor prepared");

        Map<String, String> prepared = ImmutableMap.of("p", "CALL system.runtime.create_catalog(?, 's3cret')");
        assertThat(PreparedStatements.mask("EXECUTE p USING 's3cret'", prepared)).isEqualTo("******");
        assertThatThrownBy(() -> PreparedStatements.check(prepared)).isInstanceOf(PrestoException.class).hasMessageContaining("neither explained nor prepared");
        PreparedStatements.check(ImmutableMap.of("p", "SELECT ?"));
        assertThat(PreparedStatements.mask("EXECUTE p USING 1", ImmutableMap.of("p", "SELECT ?"))).isEqualTo("EXECUTE p USING 1");
    }

    @DataProvider
    public Object[][] cut()
    {
        return new Object[][] {
                {"\ufeffCALL create_catalog('s3cret')", "CALL ******"},
                {"\u00a0CALL create_catalog('s3cret')", "CALL ******"},
                {"{call system.runtime.create_catalog('s3cret')}", "CALL ******"},
                {"(CALL create_catalog('s3cret'))", "CALL ******"},
                {"SELECT system.runtime.create_catalog('s3cret')", "SELECT system.runtime.******"},
                {"SELECT * FROM TABLE(\"CREATE_CATALOG\" ('s3cret'))", "SELECT * FROM TABLE(******"},
                {"CAL system.runtime.create_catalog('s3cret')", "CAL system.runtime.******"},
                {"EXEC alter_catalog ('s3cret')", "EXEC ******"},
                {"SELECT 1; CALL kill_query('x'); KALL drop_catalog('s3cret')", "SELECT 1; CALL kill_query('x'); KALL ******"},
        };
    }

    @Test(dataProvider = "cut")
    public void testTextThatIsNoCall(String text, String masked)
    {
        assertThat(CatalogStatementParser.mask(text)).isEqualTo(masked);
    }

    @Test
    public void testExecuteOfUnknownStatement()
    {
        assertThat(PreparedStatements.mask("EXECUTE p USING MAP(ARRAY['a'], ARRAY['s3cret'])", ImmutableMap.of())).isEqualTo("EXECUTE p ******");
        assertThat(PreparedStatements.mask("execute \"P q\" -- s3cret\nUSING 's3cret'", ImmutableMap.of("p", "SELECT ?"))).isEqualTo("EXECUTE \"P q\" ******");
        assertThat(PreparedStatements.mask("EXECUTE P USING 1", ImmutableMap.of("p", "SELECT ?"))).isEqualTo("EXECUTE P USING 1");
        assertThat(PreparedStatements.mask("EXECUTE", ImmutableMap.of())).isEqualTo("EXECUTE");
    }

    @DataProvider
    public Object[][] presto()
    {
        return new Object[][] {
                {"CALL system.runtime.kill_query('id', 'create_catalog')"},
                {"CALL kill_query(message => 'catalog')"},
                {"CALL catalog.s.p('x')"},
                {"CALL catalog.catalog.catalog('x')"},
                {"CALL hive.system.sync_catalog('x')"},
                {"CALL s.sync_catalog('x')"},
                {"SELECT query FROM system.runtime.queries WHERE query LIKE '%create_catalog(%'"},
                {"SELECT create_catalog FROM t WHERE drop_catalog IN ('x')"},
                {"SELECT 1 -- create_catalog('x')"},
                {"CALL"},
                {"CALL ("},
        };
    }

    @Test(dataProvider = "presto")
    public void testCallOfPresto(String text)
    {
        assertThat(CatalogStatementParser.parse(text)).isEmpty();
        assertThat(CatalogStatementParser.mask(text)).isEqualTo(text);
    }

    @Test
    public void testStatements()
    {
        Map<String, String> properties = ImmutableMap.of("a", "1");
        assertThat(CatalogProcedure.CREATE_CATALOG.toStatement(ImmutableMap.of("catalog", "Sales", "connector", "mysql", "properties", properties, "description", "It's")))
                .isEqualTo(new CreateCatalog(CREATE, "sales", "mysql", Optional.of("It's"), properties));
        assertThat(CatalogProcedure.CREATE_CATALOG.toStatement(ImmutableMap.of("catalog", "sales", "connector", "mysql", "replace", true)))
                .isEqualTo(new CreateCatalog(CREATE_OR_REPLACE, "sales", "mysql", Optional.empty(), ImmutableMap.of()));
        assertThat(CatalogProcedure.CREATE_CATALOG.toStatement(ImmutableMap.of("catalog", "sales", "connector", "mysql", "if_not_exists", true)))
                .isEqualTo(new CreateCatalog(CREATE_IF_NOT_EXISTS, "sales", "mysql", Optional.empty(), ImmutableMap.of()));
        assertThat(CatalogProcedure.ALTER_CATALOG.toStatement(ImmutableMap.of("catalog", "sales", "properties", properties, "unset", List.of("b"), "enabled", false)))
                .isEqualTo(new AlterCatalog("sales", ImmutableMap.of("a", Optional.of("1"), "b", Optional.empty()), Optional.of(false)));
        assertThat(CatalogProcedure.DROP_CATALOG.toStatement(ImmutableMap.of("catalog", "sales", "force", true))).isEqualTo(new DropCatalog("sales", false, true));
        assertThat(((ValidateCatalog) CatalogProcedure.VALIDATE_CATALOG.toStatement(ImmutableMap.of("catalog", "sales", "unset", List.of("b")))).toPatch().properties())
                .isEqualTo(ImmutableMap.of("b", Optional.empty()));
    }

    @Test
    public void testValuesThatExcludeEachOther()
    {
        assertRefused(CatalogProcedure.CREATE_CATALOG, ImmutableMap.of("catalog", "x", "connector", "y", "replace", true, "if_not_exists", true), "exclude each other");
        assertRefused(CatalogProcedure.CREATE_CATALOG, ImmutableMap.of("catalog", "x"), "Procedure argument cannot be null: connector");
        assertRefused(CatalogProcedure.ALTER_CATALOG, ImmutableMap.of("catalog", "x", "properties", ImmutableMap.of("a", "1"), "unset", List.of("a")), "Property a occurs twice");
        assertRefused(CatalogProcedure.ALTER_CATALOG, ImmutableMap.of("catalog", "x", "unset", Collections.singletonList(null)), "A name in argument unset is null");
        assertRefused(CatalogProcedure.ALTER_CATALOG, ImmutableMap.of("catalog", "x", "properties", Collections.singletonMap("a", null)), "Property a has no value");
        assertRefused(CatalogProcedure.VALIDATE_CATALOG, ImmutableMap.of("catalog", "x", "connector", "y", "unset", List.of("a")), "excludes argument connector");
    }

    @Test
    public void testArguments()
    {
        assertThat(bind("CALL drop_catalog('x', true)")).isEqualTo("catalog, force");
        assertThat(bind("CALL drop_catalog(force => true, \"catalog\" => 'x')")).isEqualTo("force, catalog");
        assertThat(bind("CALL drop_catalog(FORCE => true, CATALOG => 'x')")).isEqualTo("force, catalog");
        assertUnbound("CALL drop_catalog('x', force => true)", "Named and positional arguments cannot be mixed");
        assertUnbound("CALL drop_catalog(catalog => 'x', catalog => 'y')", "Duplicate procedure argument: catalog");
        assertUnbound("CALL drop_catalog(force => true)", "Required procedure argument 'catalog' is missing");
        assertUnbound("CALL drop_catalog('x', true, true, true)", "Procedure drop_catalog has the arguments [catalog varchar, force boolean, if_exists boolean]");
        assertUnbound("CALL drop_catalog(catalogs => 'x')", "Procedure drop_catalog has the arguments [catalog varchar, force boolean, if_exists boolean]");
    }

    private static void assertRefused(CatalogProcedure procedure, Map<String, Object> values, String message)
    {
        assertThatThrownBy(() -> procedure.toStatement(values)).isInstanceOf(PrestoException.class).hasMessageContaining(message);
    }

    private static void assertUnbound(String text, String message)
    {
        assertThatThrownBy(() -> bind(text)).isInstanceOf(SemanticException.class).hasMessageContaining(message);
    }

    private static String bind(String text)
    {
        CatalogCall call = (CatalogCall) CatalogStatementParser.parse(text).orElseThrow();
        return String.join(", ", call.getProcedure().orElseThrow().bind(call.getCall()).keySet().stream().map(ProcedureArgument::name).toList());
    }
}

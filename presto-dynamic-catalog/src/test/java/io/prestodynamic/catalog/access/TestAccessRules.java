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
package io.prestodynamic.catalog.access;

import io.prestodynamic.catalog.rules.InvalidRulesException;
import io.prestodynamic.catalog.rules.RulesFile;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import static io.prestodynamic.catalog.access.CatalogRight.CHANGE;
import static io.prestodynamic.catalog.access.CatalogRight.EXPORT;
import static io.prestodynamic.catalog.access.CatalogRight.READ;
import static io.prestodynamic.catalog.access.CatalogRight.SEE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

public class TestAccessRules
{
    private static final String RULES = """
            {"rules": [
              {"user": "admin", "allow": ["see", "read", "change", "export"]},
              {"user": "sales-.*", "catalog": "sales_.*", "connector": "mysql|postgresql", "allow": ["see", "read", "change"]},
              {"user": "nobody", "allow": []},
              {"allow": ["see"]}]}
            """;

    private Path file;

    @BeforeMethod
    public void setUp()
            throws IOException
    {
        file = Files.createTempFile("rules", ".json");
        Files.writeString(file, RULES);
    }

    @AfterMethod(alwaysRun = true)
    public void tearDown()
            throws IOException
    {
        Files.deleteIfExists(file);
    }

    @Test
    public void testFirstMatchDecides()
    {
        AccessRules rules = read(file);
        assertThat(rules.getRights("admin", "payroll", Optional.of("hive-hadoop2"))).containsExactlyInAnyOrder(SEE, READ, CHANGE, EXPORT);
        assertThat(rules.getRights("sales-anne", "sales_eu", Optional.of("mysql"))).containsExactlyInAnyOrder(SEE, READ, CHANGE);
        assertThat(rules.getRights("sales-anne", "sales_eu", Optional.of("postgresql"))).containsExactlyInAnyOrder(SEE, READ, CHANGE);
        assertThat(rules.getRights("nobody", "sales_eu", Optional.of("mysql"))).isEmpty();
        assertThat(rules.getRights("bob", "sales_eu", Optional.of("mysql"))).containsExactly(SEE);
    }

    @Test
    public void testConnectors()
            throws IOException
    {
        Files.writeString(file, """
                {"rules": [
                  {"user": "nobody", "allow": []},
                  {"user": "sales", "catalog": "sales_.*", "connector": "mysql|postgresql", "allow": ["change"]},
                  {"user": "bob", "catalog": "payroll", "allow": []},
                  {"user": "bob", "connector": "hive.*", "allow": []},
                  {"user": "bob|nobody", "allow": ["see"]}]}
                """);
        AccessRules rules = read(file);
        assertThat(rules.mayConcern("nobody", "mysql")).isFalse();
        assertThat(rules.mayConcern("sales", "mysql")).isTrue();
        assertThat(rules.mayConcern("sales", "tpch")).isFalse();
        assertThat(rules.mayConcern("bob", "mysql")).isTrue();
        assertThat(rules.mayConcern("bob", "hive-hadoop2")).isFalse();
        assertThat(rules.mayConcern("anne", "mysql")).isFalse();
    }

    @Test
    public void testExpressionsMatchTheWholeString()
    {
        AccessRules rules = read(file);
        assertThat(rules.getRights("administrator", "payroll", Optional.of("mysql"))).containsExactly(SEE);
        assertThat(rules.getRights("my-sales-anne", "sales_eu", Optional.of("mysql"))).containsExactly(SEE);
        assertThat(rules.getRights("sales-anne", "old_sales_eu", Optional.of("mysql"))).containsExactly(SEE);
        assertThat(rules.getRights("sales-anne", "sales_eu", Optional.of("mysql8"))).containsExactly(SEE);
        assertThat(rules.getRights("sales-anne\nx", "sales_eu", Optional.of("mysql"))).containsExactlyInAnyOrder(SEE, READ, CHANGE);
        // a connector that is unknown is none that an expression names
        assertThat(rules.getRights("sales-anne", "sales_eu", Optional.empty())).containsExactly(SEE);
        assertThat(rules.getRights("admin", "system", Optional.empty())).containsExactlyInAnyOrder(SEE, READ, CHANGE, EXPORT);
    }

    @Test
    public void testWhetherThereMayBeACatalog()
    {
        AccessRules rules = read(file);
        assertThat(rules.mayGive("sales-anne", CHANGE)).isTrue();
        assertThat(rules.mayGive("sales-anne", EXPORT)).isFalse();
        assertThat(rules.mayGive("bob", READ)).isFalse();
        assertThat(rules.mayGive("admin", EXPORT)).isTrue();
    }

    @Test
    public void testLaterRulesGiveNothingMore()
            throws IOException
    {
        Files.writeString(file, """
                {"rules": [{"user": "viewer", "allow": ["see"]}, {"allow": ["see", "read", "change"]}]}""");
        assertThat(read(file).mayGive("viewer", SEE)).isTrue();
        assertThat(read(file).mayGive("viewer", CHANGE)).isFalse();
        assertThat(read(file).mayGive("alice", CHANGE)).isTrue();
    }

    @Test
    public void testNoMatchIsNoRight()
            throws IOException
    {
        Files.writeString(file, "{\"rules\": [{\"user\": \"admin\", \"allow\": [\"see\"]}]}");
        assertThat(read(file).getRights("bob", "sales", Optional.of("mysql"))).isEmpty();
        Files.writeString(file, "{\"rules\": []}");
        assertThat(read(file).getRights("admin", "sales", Optional.of("mysql"))).isEmpty();
    }

    @DataProvider
    public Object[][] invalid()
    {
        return new Object[][] {
                {"null", "they contain null"},
                {"{\"rules\": [null]}", "they contain null"},
                {"{\"rules\": [{\"user\": null, \"allow\": [\"see\"]}]}", "they contain null"},
                {"", "No content to map due to end-of-input"},
                {"{}", "Missing required creator property 'rules' (index 0)"},
                {"{\"rules\": null}", "they contain null"},
                {"{\"rules\": [{}]}", "Missing required creator property 'allow' (index 3)"},
                {"{\"rules\": [{\"allow\": null}]}", "they contain null"},
                {"{\"rules\": [{\"users\": \"bob\", \"allow\": [\"see\"]}]}", "Unrecognized field \"users\""},
                {"{\"rules\": [{\"user\": \"bob\", \"user\": \"anne\", \"allow\": [\"see\"]}]}", "Duplicate field 'user'"},
                {"{\"rules\": [{\"user\": \"(bob\", \"allow\": [\"see\"]}]}", "Unclosed group near index 4 (bob"},
                {"{\"rules\": [{\"allow\": [\"SEE\"]}]}", "'SEE' is no right; there are see, read, change, export"},
                {"{\"rules\": []} {\"rules\": []}", "Trailing token"},
                {"{\"rules\": [], \"rule\": []}", "Unrecognized field \"rule\""},
        };
    }

    @Test(dataProvider = "invalid")
    public void testInvalidFile(String content, String reason)
            throws IOException
    {
        Files.writeString(file, content);
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(InvalidRulesException.class)
                .hasMessageStartingWith("The rules for catalogs in %s are invalid".formatted(file))
                .hasMessageContaining(reason)
                .message().doesNotContain("\n");
    }

    private static AccessRules read(Path file)
    {
        return new AccessRules(new RulesFile<>("catalogs", AccessRule.class, file).get(), "by the rules");
    }
}

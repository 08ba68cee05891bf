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

import io.prestodynamic.testing.TestingLog;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

import static io.prestodynamic.catalog.access.CatalogRight.CHANGE;
import static io.prestodynamic.catalog.access.CatalogRight.EXPORT;
import static io.prestodynamic.catalog.access.CatalogRight.READ;
import static io.prestodynamic.catalog.access.CatalogRight.SEE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

public class TestAccessRulesFile
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
        AccessRules rules = new AccessRulesFile(file).get();
        assertThat(rules.getRights("admin", "payroll", Optional.of("hive-hadoop2"))).containsExactlyInAnyOrder(SEE, READ, CHANGE, EXPORT);
        assertThat(rules.getRights("sales-anne", "sales_eu", Optional.of("mysql"))).containsExactlyInAnyOrder(SEE, READ, CHANGE);
        assertThat(rules.getRights("sales-anne", "sales_eu", Optional.of("postgresql"))).containsExactlyInAnyOrder(SEE, READ, CHANGE);
        assertThat(rules.getRights("nobody", "sales_eu", Optional.of("mysql"))).isEmpty();
        assertThat(rules.getRights("bob", "sales_eu", Optional.of("mysql"))).containsExactly(SEE);
    }

    @Test
    public void testExpressionsMatchTheWholeString()
    {
        AccessRules rules = new AccessRulesFile(file).get();
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
        AccessRules rules = new AccessRulesFile(file).get();
        assertThat(rules.mayGive("sales-anne", CHANGE)).isTrue();
        assertThat(rules.mayGive("sales-anne", EXPORT)).isFalse();
        assertThat(rules.mayGive("bob", READ)).isFalse();
        assertThat(rules.mayGive("admin", EXPORT)).isTrue();
    }

    @Test
    public void testNoMatchIsNoRight()
            throws IOException
    {
        Files.writeString(file, "{\"rules\": [{\"user\": \"admin\", \"allow\": [\"see\"]}]}");
        assertThat(new AccessRulesFile(file).get().getRights("bob", "sales", Optional.of("mysql"))).isEmpty();
        Files.writeString(file, "{\"rules\": []}");
        assertThat(new AccessRulesFile(file).get().getRights("admin", "sales", Optional.of("mysql"))).isEmpty();
    }

    @Test
    public void testChangeIsReadAgain()
            throws IOException
    {
        AccessRulesFile rules = new AccessRulesFile(file);
        assertThat(rightsOfBob(rules)).containsExactly(SEE);
        // of the same length, within the same tick of the clock of the file system
        Files.writeString(file, RULES.replace("{\"allow\": [\"see\"]}", "{\"allow\":[\"read\"]}"));
        assertThat(rightsOfBob(rules)).containsExactly(READ);
    }

    @Test
    public void testInvalidChangeKeepsTheRules()
            throws IOException
    {
        AccessRulesFile rules = new AccessRulesFile(file);
        try (TestingLog log = new TestingLog(AccessRulesFile.class.getName())) {
            Files.writeString(file, "{\"rules\": [{\"allow\": [\"writ\"]}]}");
            assertThat(rightsOfBob(rules)).containsExactly(SEE);
            assertThat(rightsOfBob(rules)).containsExactly(SEE);
            assertThat(log.getMessages()).containsExactly(
                    "The rules for catalogs in %s are invalid in line 1: 'writ' is no right; there are see, read, change, export. The rules stay as they were".formatted(file));
        }
        Files.writeString(file, "{\"rules\": [{\"allow\": [\"read\"]}]}");
        assertThat(rightsOfBob(rules)).containsExactly(READ);
    }

    @Test
    public void testMissingFileKeepsTheRules()
            throws IOException
    {
        AccessRulesFile rules = new AccessRulesFile(file);
        try (TestingLog log = new TestingLog(AccessRulesFile.class.getName())) {
            Files.delete(file);
            assertThat(rightsOfBob(rules)).containsExactly(SEE);
            assertThat(rightsOfBob(rules)).containsExactly(SEE);
            assertThat(log.getMessages()).singleElement().asString().startsWith("The rules for catalogs in %s cannot be read, and stay as they were".formatted(file));
        }
        Files.writeString(file, "{\"rules\": []}");
        assertThat(rightsOfBob(rules)).isEmpty();
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
        assertThatThrownBy(() -> new AccessRulesFile(file))
                .isInstanceOf(InvalidAccessRulesException.class)
                .hasMessageStartingWith("The rules for catalogs in %s are invalid".formatted(file))
                .hasMessageContaining(reason)
                .message().doesNotContain("\n");
    }

    @Test
    public void testMissingFile()
            throws IOException
    {
        Files.delete(file);
        assertThatThrownBy(() -> new AccessRulesFile(file))
                .isInstanceOf(InvalidAccessRulesException.class)
                .hasMessageStartingWith("The rules for catalogs in %s cannot be read".formatted(file));
    }

    private static Set<CatalogRight> rightsOfBob(AccessRulesFile rules)
    {
        return rules.get().getRights("bob", "sales", Optional.of("mysql"));
    }
}

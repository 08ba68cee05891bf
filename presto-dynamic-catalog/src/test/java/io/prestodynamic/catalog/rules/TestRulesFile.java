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
package io.prestodynamic.catalog.rules;

import com.google.inject.CreationException;
import com.google.inject.Guice;
import io.prestodynamic.testing.TestingLog;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

public class TestRulesFile
{
    private Path file;

    @BeforeMethod
    public void setUp()
            throws IOException
    {
        file = Files.createTempFile("rules", ".json");
        Files.writeString(file, "{\"rules\": [1, 2]}");
    }

    @AfterMethod(alwaysRun = true)
    public void tearDown()
            throws IOException
    {
        Files.deleteIfExists(file);
    }

    @Test
    public void testChangeIsReadAgain()
            throws IOException
    {
        RulesFile<Integer> rules = create();
        assertThat(rules.get()).containsExactly(1, 2);
        // of the same length, within the same tick of the clock of the file system
        Files.writeString(file, "{\"rules\": [1, 3]}");
        assertThat(rules.get()).containsExactly(1, 3);
    }

    @Test
    public void testInvalidChangeKeepsTheRules()
            throws IOException
    {
        RulesFile<Integer> rules = create();
        try (TestingLog log = new TestingLog(RulesFile.class.getName())) {
            Files.writeString(file, "{\"rules\": [\n{}]}");
            assertThat(rules.get()).containsExactly(1, 2);
            assertThat(rules.get()).containsExactly(1, 2);
            assertThat(log.getMessages()).singleElement().asString()
                    .startsWith("The rules for numbers in %s are invalid in line 2: ".formatted(file))
                    .endsWith(". The rules stay as they were");
        }
        Files.writeString(file, "{\"rules\": [3]}");
        assertThat(rules.get()).containsExactly(3);
    }

    @Test
    public void testMissingFileKeepsTheRules()
            throws IOException
    {
        RulesFile<Integer> rules = create();
        try (TestingLog log = new TestingLog(RulesFile.class.getName())) {
            Files.delete(file);
            assertThat(rules.get()).containsExactly(1, 2);
            assertThat(rules.get()).containsExactly(1, 2);
            assertThat(log.getMessages()).singleElement().asString().startsWith("The rules for numbers in %s cannot be read, and stay as they were".formatted(file));
        }
        Files.writeString(file, "{\"rules\": []}");
        assertThat(rules.get()).isEmpty();
    }

    @Test
    public void testNoStartWithoutValidRules()
            throws IOException
    {
        Files.writeString(file, "{\"rules\": [null]}");
        assertThatThrownBy(() -> Guice.createInjector(binder -> RulesFile.read(binder, "numbers", Integer.class, file)))
                .isInstanceOf(CreationException.class)
                .hasMessageContaining("The rules for numbers in %s are invalid: they contain null".formatted(file));
        Files.delete(file);
        assertThatThrownBy(this::create)
                .isInstanceOf(InvalidRulesException.class)
                .hasMessageStartingWith("The rules for numbers in %s cannot be read".formatted(file));
    }

    private RulesFile<Integer> create()
    {
        return new RulesFile<>("numbers", Integer.class, file);
    }
}

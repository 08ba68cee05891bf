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
package io.prestodynamic.catalog.secrets;

import com.google.common.collect.Range;
import org.testng.annotations.Test;

import static org.assertj.core.api.Assertions.assertThat;

public class TestReferenceText
{
    @Test
    public void testReferences()
    {
        ReferenceText text = new ReferenceText("jdbc:mysql://${ENV:HOST}:3306/?password=${FILE:/run/secrets/db}");
        assertThat(text.references()).containsExactly(new SecretReference("ENV", "HOST"), new SecretReference("FILE", "/run/secrets/db"));
        assertThat(text.ranges()).containsExactly(Range.closedOpen(13, 24), Range.closedOpen(40, 63));
        assertThat(text.resolve(SecretReference::key)).isEqualTo("jdbc:mysql://HOST:3306/?password=/run/secrets/db");
        assertThat(text.isReferences()).isFalse();
        assertThat(new SecretReference("FILE", "/run/secrets/db")).hasToString("${FILE:/run/secrets/db}");
    }

    @Test
    public void testOnlyReferences()
    {
        assertThat(new ReferenceText("${ENV:A}").isReferences()).isTrue();
        assertThat(new ReferenceText("${ENV:A}${ENV:B}").isReferences()).isTrue();
        assertThat(new ReferenceText("${ENV:A} ").isReferences()).isFalse();
        assertThat(new ReferenceText("$${ENV:A}").isReferences()).isFalse();
        assertThat(new ReferenceText("").isReferences()).isFalse();
    }

    @Test
    public void testLiterals()
    {
        assertLiteral("$${ENV:A}", "${ENV:A}");
        assertLiteral("a$${b", "a${b");
        assertLiteral("${USER}", "${USER}");
        assertLiteral("${hiveconf:a}", "${hiveconf:a}");
        assertLiteral("$ENV:A", "$ENV:A");
        assertLiteral("costs $5 or \\$", "costs $5 or \\$");
        assertThat(new ReferenceText("$${${ENV:A}").resolve(reference -> "$1")).isEqualTo("${$1");
    }

    @Test
    public void testUnfinished()
    {
        assertThat(new ReferenceText("${FILE:/run/secrets/db").unfinished()).containsExactly("${FILE:/run/secrets/db");
        assertThat(new ReferenceText("${ENV:A${ENV:B}").unfinished()).containsExactly("${ENV:A$");
        assertThat(new ReferenceText("${ENV:A}").unfinished()).isEmpty();
    }

    private static void assertLiteral(String value, String literal)
    {
        ReferenceText text = new ReferenceText(value);
        assertThat(text.references()).isEmpty();
        assertThat(text.unfinished()).isEmpty();
        assertThat(text.resolve(SecretReference::toString)).isEqualTo(literal);
    }
}

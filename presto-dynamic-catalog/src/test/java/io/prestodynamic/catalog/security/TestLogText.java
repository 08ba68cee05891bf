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
package io.prestodynamic.catalog.security;

import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import static io.prestodynamic.catalog.security.LogText.line;
import static io.prestodynamic.catalog.security.LogText.lines;
import static org.assertj.core.api.Assertions.assertThat;

public class TestLogText
{
    @DataProvider
    public Object[][] unsafe()
    {
        return new Object[][] {
                {"\n"}, {"\r\n"}, {"\t"}, {"\0"}, {"\u001b"}, {"\u007f"}, {"\u0085"}, {"\u009b"}, {"\u2028"}, {"\u2029"},
                {"\u061c"}, {"\u200b"}, {"\u200e"}, {"\u200f"}, {"\u202a"}, {"\u202e"}, {"\u2066"}, {"\u2069"}, {"\ufeff"}, {"\ud800"}};
    }

    @Test(dataProvider = "unsafe")
    public void testLine(String unsafe)
    {
        assertThat(line("a" + unsafe + "INFO b")).isEqualTo("a INFO b");
    }

    @Test
    public void testSafe()
    {
        String text = "Größe 日本語 😀 'a' \"b\" %s";
        assertThat(line(text)).isEqualTo(text);
        assertThat(lines(text)).isEqualTo(text);
        assertThat(line(null)).isEqualTo("null");
    }

    @Test
    public void testLines()
    {
        assertThat(lines("java.lang.RuntimeException: a\n2026-11-26 INFO b\u2028c\u0085d\re\r\n\tat f\n\nCaused by: g"))
                .isEqualTo("java.lang.RuntimeException: a\n    2026-11-26 INFO b c d e\n\tat f\n\n    Caused by: g");
    }
}

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
package io.prestodynamic.cli.output;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.testng.annotations.Test;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

public class TestOutput
{
    private static final Table TABLE = new Table("a", "b").add("long one", "x\u001b[31m\u202e").add("y", "").add("\"quoted\"", "1,2\n3");

    @Test
    public void testTable()
    {
        assertThat(print(OutputFormat.table)).isEqualTo("long one  x [31m\ny\n\"quoted\"  1,2 3\nsaid\n");
    }

    @Test
    public void testCsv()
    {
        assertThat(print(OutputFormat.csv)).isEqualTo("a,b\nlong one,x\u001b[31m\u202e\ny,\n\"\"\"quoted\"\"\",\"1,2\n3\"\n");
    }

    @Test
    public void testJson()
    {
        assertThat(print(OutputFormat.json)).isEqualTo("{\n  \"answer\": [\n    1\n  ]\n}\n");
    }

    private static String print(OutputFormat format)
    {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(printed, true, UTF_8);
        Output output = new Output(Terminal.ofStreams(out, out, InputStream.nullInputStream()), format);
        output.print(JsonNodeFactory.instance.objectNode().set("answer", JsonNodeFactory.instance.arrayNode().add(1)), TABLE);
        output.say("said");
        return printed.toString(UTF_8);
    }
}

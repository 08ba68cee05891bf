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

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

/**
 * Output of a command in the format that the user has chosen.
 */
public final class Output
{
    private static final ObjectWriter WRITER = new ObjectMapper().writer(new DefaultPrettyPrinter(
            Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER).withObjectEmptySeparator("").withArrayEmptySeparator(""))
            .withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE));

    private final Terminal terminal;
    private final OutputFormat format;

    public Output(Terminal terminal, OutputFormat format)
    {
        this.terminal = requireNonNull(terminal, "terminal is null");
        this.format = requireNonNull(format, "format is null");
    }

    public OutputFormat format()
    {
        return format;
    }

    /**
     * Prints an answer, or the table that is made of it. A table has its header on a terminal only, and CSV always.
     */
    public void print(JsonNode answer, Table table)
    {
        switch (format) {
            case json -> printJson(answer);
            case csv -> printCsv(table);
            case table -> printTable(table);
        }
    }

    /**
     * Prints an answer as JSON, whatever the format.
     */
    public void printJson(JsonNode answer)
    {
        try {
            printLine(WRITER.writeValueAsString(answer));
        }
        catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Prints an answer, or the table in CSV. People are told a summary instead.
     */
    public void printDetails(JsonNode answer, Table table)
    {
        if (format != OutputFormat.table) {
            print(answer, table);
        }
    }

    /**
     * Prints one row of a table that goes on.
     */
    public void printRow(List<String> cells)
    {
        printLine(format == OutputFormat.csv ? csv(cells) : String.join("  ", cells.stream().map(Terminal::printable).toList()).stripTrailing());
    }

    /**
     * Prints a line as it is.
     */
    public void printLine(String line)
    {
        terminal.out().print(line + "\n");
        terminal.out().flush();
    }

    /**
     * Prints a sentence, if people read the output.
     */
    public void say(String sentence)
    {
        if (format == OutputFormat.table) {
            printLine(Terminal.printable(sentence));
        }
    }

    private void printTable(Table table)
    {
        List<List<String>> lines = new ArrayList<>();
        if (terminal.isInteractive() && !table.rows().isEmpty()) {
            lines.add(table.columns());
        }
        table.rows().forEach(row -> lines.add(row.stream().map(Terminal::printable).toList()));
        int[] widths = IntStream.range(0, table.columns().size())
                .map(column -> lines.stream().mapToInt(line -> width(line.get(column))).max().orElse(0))
                .toArray();
        lines.forEach(line -> printLine(IntStream.range(0, widths.length)
                .mapToObj(column -> line.get(column) + " ".repeat(widths[column] - width(line.get(column))))
                .collect(joining("  "))
                .stripTrailing()));
    }

    private void printCsv(Table table)
    {
        printLine(csv(table.columns()));
        table.rows().forEach(row -> printLine(csv(row)));
    }

    private static int width(String text)
    {
        return text.codePointCount(0, text.length());
    }

    private static String csv(List<String> cells)
    {
        return cells.stream().map(Output::quote).collect(joining(","));
    }

    private static String quote(String cell)
    {
        return cell.matches("(?s).*[\",\r\n].*") ? "\"%s\"".formatted(cell.replace("\"", "\"\"")) : cell;
    }
}

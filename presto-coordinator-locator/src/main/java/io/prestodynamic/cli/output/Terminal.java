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

import io.prestodynamic.cli.client.ClientException;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Optional;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

/**
 * Streams of a command, and the terminal if a person uses one.
 */
public final class Terminal
{
    private final PrintStream out;
    private final PrintStream errors;
    private final InputStream in;
    private final Optional<Console> console;
    private final BufferedReader lines;

    private Terminal(PrintStream out, PrintStream errors, InputStream in, Optional<Console> console)
    {
        this.out = requireNonNull(out, "out is null");
        this.errors = requireNonNull(errors, "errors is null");
        this.in = requireNonNull(in, "in is null");
        this.console = requireNonNull(console, "console is null");
        this.lines = new BufferedReader(new InputStreamReader(in, UTF_8));
    }

    /**
     * Returns the terminal of this process. What it prints is UTF-8.
     */
    public static Terminal ofProcess()
    {
        return new Terminal(new PrintStream(System.out, true, UTF_8), new PrintStream(System.err, true, UTF_8), System.in, Optional.ofNullable(System.console()));
    }

    /**
     * Returns a terminal that nobody sits at.
     */
    public static Terminal ofStreams(PrintStream out, PrintStream errors, InputStream in)
    {
        return new Terminal(out, errors, in, Optional.empty());
    }

    public PrintStream out()
    {
        return out;
    }

    public PrintStream errors()
    {
        return errors;
    }

    /**
     * Returns a writer of the output, for usage texts.
     */
    public PrintWriter writer()
    {
        return new PrintWriter(out, true, UTF_8);
    }

    /**
     * Returns whether a person reads the output and can be asked.
     */
    public boolean isInteractive()
    {
        return console.isPresent();
    }

    /**
     * Prints a message beside the output.
     */
    public void warn(String message)
    {
        errors.println("catalogs: " + printable(message));
    }

    /**
     * Returns the whole standard input.
     */
    public byte[] readAll()
    {
        try {
            return in.readAllBytes();
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Asks for a secret, which is not shown. If nobody can be asked, the secret is the next line of the standard input.
     */
    public String readSecret(String prompt)
    {
        String secret = console.map(terminal -> toText(terminal.readPassword("%s: ", prompt))).orElseGet(this::readLine);
        if (secret == null) {
            throw new ClientException("The standard input has no line for: " + prompt);
        }
        return secret;
    }

    /**
     * Asks a question, and returns whether the answer is yes.
     */
    public boolean confirm(String question)
    {
        String answer = console.map(terminal -> terminal.readLine("%s [y/N] ", question)).orElse("");
        return answer != null && (answer.strip().equalsIgnoreCase("y") || answer.strip().equalsIgnoreCase("yes"));
    }

    /**
     * Replaces characters by which a text that users wrote could control the terminal.
     */
    public static String printable(String text)
    {
        return text.replaceAll("[\\p{C}\\p{Z}&&[^ ]]", " ");
    }

    private String readLine()
    {
        try {
            return lines.readLine();
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String toText(char[] characters)
    {
        return characters == null ? null : new String(characters);
    }
}

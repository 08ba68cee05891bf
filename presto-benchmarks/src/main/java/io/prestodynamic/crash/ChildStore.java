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
package io.prestodynamic.crash;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static com.google.common.base.Preconditions.checkState;
import static io.prestodynamic.crash.StoreProcess.DONE;
import static java.lang.ProcessBuilder.Redirect.appendTo;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Store of a {@link StoreProcess}, which this starts.
 */
final class ChildStore
        implements ChangedStore
{
    private final Process process;
    private final PrintWriter requests;
    private final BufferedReader answers;

    /**
     * @param log file for the standard error of the process
     */
    ChildStore(Path path, Path log)
    {
        List<String> command = ImmutableList.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // many of these processes run at the same time
                "-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData",
                "-cp", System.getProperty("java.class.path"),
                StoreProcess.class.getName(), path.toString());
        try {
            process = new ProcessBuilder(command).redirectError(appendTo(log.toFile())).start();
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        requests = new PrintWriter(process.getOutputStream(), true, UTF_8);
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    }

    @Override
    public Map<String, String> list()
    {
        return Splitter.on(',').omitEmptyStrings().withKeyValueSeparator('=').split(ask("list"));
    }

    @Override
    public String prepare(String name, String value)
    {
        return ask("prepare %s %s".formatted(name, value));
    }

    @Override
    public void add(String version)
    {
        ask("add " + version);
    }

    @Override
    public void replace(String before, String version)
    {
        ask("replace %s %s".formatted(before, version));
    }

    @Override
    public void remove(String name, String version)
    {
        ask("remove %s %s".formatted(name, version));
    }

    /**
     * Ends the process with {@code SIGKILL}.
     */
    @Override
    public void close()
    {
        process.destroyForcibly().onExit().join();
    }

    /**
     * Freezes the process, and waits until it is frozen.
     */
    void freeze()
    {
        signal("STOP");
        while (process.isAlive() && !state().equals("T")) {
            Thread.onSpinWait();
        }
    }

    void thaw()
    {
        signal("CONT");
    }

    private String ask(String request)
    {
        requests.println(request);
        String answer;
        try {
            answer = answers.readLine();
        }
        catch (IOException e) {
            throw new StoreLostException("The process has ended", e);
        }
        if (answer == null) {
            throw new StoreLostException("The process has ended");
        }
        if (!answer.startsWith(DONE)) {
            throw new StoreLostException(answer);
        }
        return answer.substring(DONE.length());
    }

    private String state()
    {
        try {
            String status = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            // the process name before it may contain anything
            return status.substring(status.lastIndexOf(')') + 2, status.lastIndexOf(')') + 3);
        }
        catch (IOException e) {
            return "";
        }
    }

    private void signal(String signal)
    {
        try {
            int exitValue = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().onExit().join().exitValue();
            checkState(exitValue == 0 || !process.isAlive(), "kill -%s ended with code %s", signal, exitValue);
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

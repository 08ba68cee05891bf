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
package io.prestodynamic.locator.command;

import sun.misc.Signal;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Execution of a command with the coordinator in its environment. The command uses the terminal.
 */
final class ExecuteCommand
{
    private static final int CANNOT_START = 127;
    private static final String PLACE = "{}";

    private final List<String> command;
    // guarded by this
    private Optional<Process> process = Optional.empty();
    private boolean ending;

    ExecuteCommand(List<String> command)
    {
        this.command = List.copyOf(command);
    }

    int run(URI coordinator)
            throws InterruptedException
    {
        // the command receives the signal from the terminal too, and may handle it, as the Presto CLI does
        Signal.handle(new Signal("INT"), signal -> {});
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "end-command"));
        try {
            return start(complete(coordinator.toString())).waitFor();
        }
        catch (IOException e) {
            PrestoLocate.printMessage(e.getMessage());
            return CANNOT_START;
        }
    }

    private synchronized Process start(List<String> completed)
            throws IOException
    {
        if (ending) {
            throw new IOException("Killed before the command was started");
        }
        Process started = new ProcessBuilder(completed).inheritIO().start();
        process = Optional.of(started);
        return started;
    }

    private void end()
    {
        Optional<Process> running;
        synchronized (this) {
            ending = true;
            running = process;
        }
        running.ifPresent(command -> {
            command.destroy();
            command.onExit().join();
        });
    }

    private List<String> complete(String coordinator)
    {
        if (command.stream().anyMatch(argument -> argument.contains(PLACE))) {
            return command.stream().map(argument -> argument.replace(PLACE, coordinator)).toList();
        }
        List<String> completed = new ArrayList<>(command);
        completed.add("--server");
        completed.add(coordinator);
        return completed;
    }
}

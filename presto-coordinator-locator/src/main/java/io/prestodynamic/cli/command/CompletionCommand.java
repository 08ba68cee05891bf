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
package io.prestodynamic.cli.command;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

/**
 * Output of a script that completes command lines in bash.
 */
@Command(name = "completion", description = "Print a script that completes commands and options in bash: source <(catalogs completion)")
public final class CompletionCommand
        implements Callable<Integer>
{
    @ParentCommand
    private Session session;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call()
    {
        session.terminal().out().print(AutoComplete.bash(command.root().name(), command.root().commandLine()));
        session.terminal().out().flush();
        return ExitStatus.DONE;
    }
}

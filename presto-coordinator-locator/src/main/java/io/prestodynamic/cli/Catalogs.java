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
package io.prestodynamic.cli;

import io.prestodynamic.cli.client.CatalogClient;
import io.prestodynamic.cli.client.ClientException;
import io.prestodynamic.cli.command.CompletionCommand;
import io.prestodynamic.cli.command.ConnectionOptions;
import io.prestodynamic.cli.command.ExitStatus;
import io.prestodynamic.cli.command.OptionDefaults;
import io.prestodynamic.cli.command.Session;
import io.prestodynamic.cli.command.change.AddCommand;
import io.prestodynamic.cli.command.change.DeleteCommand;
import io.prestodynamic.cli.command.change.DescribeCommand;
import io.prestodynamic.cli.command.change.DisableCommand;
import io.prestodynamic.cli.command.change.EnableCommand;
import io.prestodynamic.cli.command.change.LimitCommand;
import io.prestodynamic.cli.command.change.ReplaceCommand;
import io.prestodynamic.cli.command.change.RestoreCommand;
import io.prestodynamic.cli.command.change.SetCommand;
import io.prestodynamic.cli.command.change.TestCommand;
import io.prestodynamic.cli.command.change.UnsetCommand;
import io.prestodynamic.cli.command.transfer.ApplyCommand;
import io.prestodynamic.cli.command.transfer.ExportCommand;
import io.prestodynamic.cli.command.transfer.ImportCommand;
import io.prestodynamic.cli.command.transfer.PlanCommand;
import io.prestodynamic.cli.command.transfer.RekeyCommand;
import io.prestodynamic.cli.command.view.ConnectorsCommand;
import io.prestodynamic.cli.command.view.DiffCommand;
import io.prestodynamic.cli.command.view.HistoryCommand;
import io.prestodynamic.cli.command.view.ListCommand;
import io.prestodynamic.cli.command.view.ShowCommand;
import io.prestodynamic.cli.command.view.WatchCommand;
import io.prestodynamic.cli.output.Output;
import io.prestodynamic.cli.output.OutputFormat;
import io.prestodynamic.cli.output.Progress;
import io.prestodynamic.cli.output.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static java.util.Objects.requireNonNull;
import static picocli.CommandLine.ScopeType.INHERIT;

/**
 * Command {@code catalogs}.
 */
@Command(
        name = "catalogs",
        synopsisSubcommandLabel = "COMMAND",
        abbreviateSynopsis = true,
        sortOptions = false,
        header = "Shows and changes the catalogs of a running Presto cluster.",
        subcommands = {
                ListCommand.class, ShowCommand.class, HistoryCommand.class, DiffCommand.class, WatchCommand.class, ConnectorsCommand.class,
                AddCommand.class, SetCommand.class, UnsetCommand.class, ReplaceCommand.class, EnableCommand.class, DisableCommand.class, DescribeCommand.class,
                LimitCommand.class, TestCommand.class, DeleteCommand.class, RestoreCommand.class,
                PlanCommand.class, ApplyCommand.class, ExportCommand.class, ImportCommand.class, RekeyCommand.class,
                CompletionCommand.class},
        footerHeading = "%n",
        footer = {
                "Options may also be in the environment (PRESTO_CATALOGS_SERVER for --server) or in ~/.presto-catalogs (server=URL).",
                "With PRESTO_CATALOGS_PASSWORD, or password=... in that file, a password is sent with HTTPS. Nobody else may read the file then.",
                "",
                "  catalogs add sales mysql connection-url=jdbc:mysql://db:3306 connection-user=u --secret connection-password",
                "  catalogs set sales connection-user=reader",
                "  catalogs history sales",
                "  catalogs plan --prune my-catalogs/",
                "",
                "Exit status: 0 when all is done, 1 when something was refused or failed, 2 when the command line is wrong,",
                "3 from 'plan --exit-code' when there is something to do."})
public final class Catalogs
        implements Session, Runnable
{
    private final Terminal terminal;
    private final OptionDefaults defaults;
    private final Progress progress;
    private final CommandLine commandLine;

    @Mixin
    private ConnectionOptions connection;

    @Option(names = {"-o", "--output"}, scope = INHERIT, paramLabel = "FORMAT", defaultValue = "table",
            description = "How to print: table for people, or json or csv for scripts. Default: ${DEFAULT-VALUE}")
    private OutputFormat format;

    @Option(names = {"-h", "--help"}, scope = INHERIT, usageHelp = true, description = "Show this help.")
    private boolean help;

    private Catalogs(Terminal terminal, OptionDefaults defaults)
    {
        this.terminal = requireNonNull(terminal, "terminal is null");
        this.defaults = requireNonNull(defaults, "defaults is null");
        this.progress = new Progress(terminal);
        this.commandLine = new CommandLine(this);
        commandLine.setDefaultValueProvider(defaults)
                .setUsageHelpWidth(120)
                // a value may begin with @
                .setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((exception, arguments) -> refuse(exception))
                .setExecutionExceptionHandler((exception, line, result) -> fail(exception));
        commandLine.getSubcommands().values().forEach(command -> command.getCommandSpec().usageMessage().abbreviateSynopsis(true).sortOptions(false));
    }

    public static void main(String[] arguments)
    {
        String home = System.getenv().getOrDefault("HOME", System.getProperty("user.home"));
        System.exit(run(Terminal.ofProcess(), System.getenv(), Path.of(home, ".presto-catalogs"), List.of(arguments)));
    }

    /**
     * Runs a command.
     *
     * @param file defaults of options
     * @return exit status
     */
    public static int run(Terminal terminal, Map<String, String> environment, Path file, List<String> arguments)
    {
        OptionDefaults defaults;
        try {
            defaults = OptionDefaults.load(environment, file);
        }
        catch (ClientException e) {
            terminal.warn(e.getMessage());
            return ExitStatus.WRONG_COMMAND_LINE;
        }
        return new Catalogs(terminal, defaults).commandLine.setOut(terminal.writer()).execute(arguments.toArray(String[]::new));
    }

    @Override
    public void run()
    {
        throw new ParameterException(commandLine, "A command is missing");
    }

    @Override
    public CatalogClient connect()
    {
        return connection.connect(terminal, defaults, progress);
    }

    @Override
    public Terminal terminal()
    {
        return terminal;
    }

    @Override
    public Output output()
    {
        return new Output(terminal, format);
    }

    @Override
    public Progress progress()
    {
        return progress;
    }

    private int refuse(ParameterException exception)
    {
        terminal.warn(explain(exception));
        terminal.warn("Try '%s --help'".formatted(exception.getCommandLine().getCommandSpec().qualifiedName()));
        return ExitStatus.WRONG_COMMAND_LINE;
    }

    private String explain(ParameterException exception)
    {
        if (exception instanceof UnmatchedArgumentException unmatched && exception.getCommandLine() == commandLine && !unmatched.isUnknownOption()) {
            return "There is no command '%s'".formatted(unmatched.getUnmatched().get(0));
        }
        return exception.getMessage();
    }

    private int fail(Exception exception)
            throws Exception
    {
        if (exception instanceof ClientException) {
            terminal.warn(exception.getMessage());
            return ExitStatus.FAILED;
        }
        throw exception;
    }
}

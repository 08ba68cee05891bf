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

import io.prestodynamic.locator.CoordinatorTransport;
import io.prestodynamic.locator.DiscoveryAddresses;
import io.prestodynamic.locator.DurationText;
import io.prestodynamic.locator.command.LocateOptions.Action;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Stack;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Arguments of {@code presto-locate}.
 */
@Command(
        name = "presto-locate",
        abbreviateSynopsis = true,
        sortOptions = false,
        header = "Finds the coordinator of a Presto cluster through its discovery servers, and prints its address.",
        footerHeading = "%n",
        footer = {
                "Options of the JVM, such as those for certificates, are taken from $JAVA_OPTS.",
                "",
                "Exit status: 0 when there is a coordinator, 1 when there is none that is usable, 2 when the command line is wrong,",
                "3 when no discovery server answered. With --exec, that of the command, and 127 if it cannot be started."})
final class LocateArguments
{
    private static final Pattern ADDRESS = Pattern.compile("(?:(.+):)?(\\d{1,5})");
    private static final int MAX_PORT = 65535;

    @Option(names = "--discovery", paramLabel = "SERVERS",
            description = "The discovery servers, HOST:PORT or https://HOST:PORT each. Default: $$PRESTO_DISCOVERY")
    private Optional<String> discovery = Optional.empty();

    @Option(names = "--environment", paramLabel = "NAME", description = "Only coordinators of this environment.")
    private Optional<String> environment = Optional.empty();

    @Option(names = "--https", description = "The HTTPS address of coordinators. Default: HTTP if they announce it.")
    private boolean https;

    @Option(names = "--wait", paramLabel = "DURATION",
            description = {"Wait this long for a coordinator, such as 500ms, 10s or 5m.", "Default: not at all, with --redirect and --proxy 10s"})
    private Optional<String> wait = Optional.empty();

    @ArgGroup
    private OtherAction other = new OtherAction();

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean help;

    /**
     * Action in the place of printing the address.
     */
    private static final class OtherAction
    {
        @Option(names = "--all", description = "Print all coordinators that are usable, one a line, the current one first.")
        private boolean all;

        @Option(names = "--watch", description = "Print the address now and whenever it changes, and - while there is none, until killed.")
        private boolean watch;

        @Option(names = "--exec", paramLabel = "COMMAND [ARG]", arity = "1..*", hideParamSyntax = true, parameterConsumer = RestConsumer.class, description = {
                "Run a command with --server ADDRESS after its arguments, or with ADDRESS in place of every {} in them.",
                "This takes the rest of the command line."})
        private List<String> command = new ArrayList<>();

        @Option(names = "--redirect", paramLabel = "[HOST:]PORT",
                description = "Answer HTTP requests on this port with a redirection to the coordinator, until killed.")
        private Optional<String> redirect = Optional.empty();

        @Option(names = "--proxy", paramLabel = "[HOST:]PORT",
                description = "Forward HTTP requests on this port to the coordinator, until killed.")
        private Optional<String> proxy = Optional.empty();

        private Action action()
        {
            if (all) {
                return Action.PRINT_ALL;
            }
            if (watch) {
                return Action.WATCH;
            }
            if (!command.isEmpty()) {
                return Action.EXECUTE;
            }
            if (redirect.isPresent()) {
                return Action.REDIRECT;
            }
            return proxy.isPresent() ? Action.PROXY : Action.PRINT;
        }
    }

    CommandLine newParser()
    {
        return new CommandLine(this).setExpandAtFiles(false).setUsageHelpWidth(120);
    }

    /**
     * @param defaultDiscovery discovery servers that are used without the option {@code --discovery}
     * @throws IllegalArgumentException with the reason
     */
    LocateOptions toOptions(Optional<String> defaultDiscovery)
    {
        String servers = discovery.or(() -> defaultDiscovery.filter(addresses -> !addresses.isBlank()))
                .orElseThrow(() -> new IllegalArgumentException("Discovery servers are missing: use --discovery host1:8411,host2:8411, or set PRESTO_DISCOVERY"));
        Action action = other.action();
        if (action == Action.WATCH && wait.isPresent()) {
            throw new IllegalArgumentException("--watch cannot be used with --wait, because it always waits");
        }
        Optional<CoordinatorTransport> transport = https ? Optional.of(CoordinatorTransport.HTTPS) : Optional.empty();
        return new LocateOptions(
                DiscoveryAddresses.parse(servers),
                environment,
                transport,
                wait.map(DurationText::parse),
                action,
                other.command,
                other.redirect.or(() -> other.proxy).map(LocateArguments::parseAddress));
    }

    static InetSocketAddress parseAddress(String text)
    {
        Matcher matcher = ADDRESS.matcher(text);
        if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > MAX_PORT) {
            throw new IllegalArgumentException("Not an address to listen on: '%s'. It is PORT or HOST:PORT".formatted(text));
        }
        int port = Integer.parseInt(matcher.group(2));
        return matcher.group(1) == null ? new InetSocketAddress(port) : new InetSocketAddress(matcher.group(1), port);
    }

    /**
     * Consumer of all arguments that follow, among them options that this command has too.
     */
    private static final class RestConsumer
            implements IParameterConsumer
    {
        @Override
        public void consumeParameters(Stack<String> arguments, ArgSpec argument, CommandSpec command)
        {
            if (arguments.isEmpty()) {
                throw new ParameterException(command.commandLine(), "--exec needs a command");
            }
            List<String> rest = argument.getValue();
            while (!arguments.isEmpty()) {
                rest.add(arguments.pop());
            }
        }
    }
}

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

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Options of the command line.
 *
 * @param waitTime maximum time to wait for a coordinator
 * @param command command to execute; empty for other actions
 * @param listen address of the redirector or proxy; empty for other actions
 */
record LocateOptions(
        List<URI> discoveryServers,
        Optional<String> environment,
        Optional<CoordinatorTransport> transport,
        Optional<Duration> waitTime,
        Action action,
        List<String> command,
        Optional<InetSocketAddress> listen)
{
    private static final Pattern ADDRESS = Pattern.compile("(?:(.+):)?(\\d{1,5})");
    private static final int MAX_PORT = 65535;

    enum Action
    {
        PRINT, PRINT_ALL, WATCH, EXECUTE, REDIRECT, PROXY
    }

    static boolean asksForHelp(List<String> arguments)
    {
        // the rest belongs to the command
        int own = arguments.indexOf("--exec");
        List<String> options = own == -1 ? arguments : arguments.subList(0, own);
        return options.contains("--help") || options.contains("-h");
    }

    /**
     * @param defaultDiscovery discovery servers that are used without the option {@code --discovery}
     * @throws IllegalArgumentException with the reason
     */
    static LocateOptions parse(List<String> arguments, Optional<String> defaultDiscovery)
    {
        Parser parser = new Parser(arguments);
        parser.parse();
        String discovery = parser.discovery.or(() -> defaultDiscovery.filter(servers -> !servers.isBlank()))
                .orElseThrow(() -> new IllegalArgumentException("Discovery servers are missing: use --discovery host1:8411,host2:8411, or set PRESTO_DISCOVERY"));
        Action action = parser.action.orElse(Action.PRINT);
        if (action == Action.WATCH && parser.wait.isPresent()) {
            throw new IllegalArgumentException("--watch cannot be used with --wait, because it always waits");
        }
        return new LocateOptions(DiscoveryAddresses.parse(discovery), parser.environment, parser.transport, parser.wait, action, parser.command, parser.listen);
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

    private static final class Parser
    {
        private final Deque<String> rest;
        private Optional<String> discovery = Optional.empty();
        private Optional<String> environment = Optional.empty();
        private Optional<CoordinatorTransport> transport = Optional.empty();
        private Optional<Duration> wait = Optional.empty();
        private Optional<Action> action = Optional.empty();
        private Optional<InetSocketAddress> listen = Optional.empty();
        private List<String> command = List.of();

        private Parser(List<String> arguments)
        {
            rest = new ArrayDeque<>(arguments);
        }

        private void parse()
        {
            while (!rest.isEmpty()) {
                String option = rest.removeFirst();
                switch (option) {
                    case "--discovery" -> discovery = Optional.of(value(option));
                    case "--environment" -> environment = Optional.of(value(option));
                    case "--https" -> transport = Optional.of(CoordinatorTransport.HTTPS);
                    case "--wait" -> wait = Optional.of(DurationText.parse(value(option)));
                    case "--all" -> act(Action.PRINT_ALL);
                    case "--watch" -> act(Action.WATCH);
                    case "--redirect" -> {
                        act(Action.REDIRECT);
                        listen = Optional.of(parseAddress(value(option)));
                    }
                    case "--proxy" -> {
                        act(Action.PROXY);
                        listen = Optional.of(parseAddress(value(option)));
                    }
                    case "--exec" -> {
                        act(Action.EXECUTE);
                        rest.addFirst(value(option));
                        command = List.copyOf(rest);
                        rest.clear();
                    }
                    default -> throw new IllegalArgumentException("Not an option: '%s'".formatted(option));
                }
            }
        }

        private String value(String option)
        {
            if (rest.isEmpty()) {
                throw new IllegalArgumentException(option + " needs a value");
            }
            return rest.removeFirst();
        }

        private void act(Action wanted)
        {
            if (action.isPresent()) {
                throw new IllegalArgumentException("Only one of --all, --watch, --exec, --redirect and --proxy can be used");
            }
            action = Optional.of(wanted);
        }
    }
}

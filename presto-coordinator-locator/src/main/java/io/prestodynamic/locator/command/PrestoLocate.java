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

import io.prestodynamic.locator.Coordinator;
import io.prestodynamic.locator.CoordinatorLocator;
import io.prestodynamic.locator.CoordinatorNotFoundException;
import io.prestodynamic.locator.LocatorStatus;
import io.prestodynamic.locator.redirect.RedirectorMode;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Command {@code presto-locate}.
 */
public final class PrestoLocate
{
    static final int DONE = 0;
    static final int NOT_FOUND = 1;
    static final int WRONG_COMMAND_LINE = 2;
    static final int NO_DISCOVERY = 3;

    // for long-running actions, which report no failed connections
    private static final Duration WATCH_INTERVAL = Duration.ofSeconds(1);

    private PrestoLocate() {}

    public static void main(String[] arguments)
            throws InterruptedException
    {
        System.exit(run(List.of(arguments)));
    }

    static void printMessage(String message)
    {
        System.err.println("presto-locate: " + message);
    }

    private static int run(List<String> arguments)
            throws InterruptedException
    {
        LocateArguments parsed = new LocateArguments();
        CommandLine parser = parsed.newParser();
        LocateOptions options;
        try {
            if (parser.parseArgs(arguments.toArray(String[]::new)).isUsageHelpRequested()) {
                System.out.println(parser.getUsageMessage());
                return DONE;
            }
            options = parsed.toOptions(Optional.ofNullable(System.getenv("PRESTO_DISCOVERY")));
        }
        catch (ParameterException | IllegalArgumentException e) {
            printMessage(e.getMessage());
            printMessage("Try 'presto-locate --help'");
            return WRONG_COMMAND_LINE;
        }
        return run(options);
    }

    private static int run(LocateOptions options)
            throws InterruptedException
    {
        return switch (options.action()) {
            case PRINT, PRINT_ALL, EXECUTE -> locate(options);
            case WATCH -> {
                try (CoordinatorLocator locator = builder(options).pollInterval(WATCH_INTERVAL).build()) {
                    yield new WatchCommand(locator).run();
                }
            }
            case REDIRECT -> redirect(options, RedirectorMode.REDIRECT);
            case PROXY -> redirect(options, RedirectorMode.PROXY);
        };
    }

    private static int redirect(LocateOptions options, RedirectorMode mode)
            throws InterruptedException
    {
        try (CoordinatorLocator locator = builder(options).pollInterval(WATCH_INTERVAL).build()) {
            return new RedirectCommand(locator, options, mode).run();
        }
    }

    private static CoordinatorLocator.Builder builder(LocateOptions options)
    {
        CoordinatorLocator.Builder builder = CoordinatorLocator.builder(options.discoveryServers());
        options.environment().ifPresent(builder::environment);
        options.transport().ifPresent(builder::transport);
        return builder;
    }

    private static int locate(LocateOptions options)
            throws InterruptedException
    {
        List<Coordinator> coordinators;
        try (CoordinatorLocator locator = builder(options).build()) {
            coordinators = locateAll(locator, options.waitTime());
            if (coordinators.isEmpty()) {
                return printProblems(locator.status());
            }
        }
        Coordinator current = coordinators.get(0);
        if (options.action() == LocateOptions.Action.EXECUTE) {
            return new ExecuteCommand(options.command()).run(current.uri());
        }
        List<Coordinator> printed = options.action() == LocateOptions.Action.PRINT_ALL ? coordinators : List.of(current);
        printed.forEach(coordinator -> System.out.println(coordinator.uri()));
        return DONE;
    }

    private static List<Coordinator> locateAll(CoordinatorLocator locator, Optional<Duration> wait)
            throws InterruptedException
    {
        if (wait.isPresent()) {
            try {
                locator.await(wait.get());
            }
            catch (CoordinatorNotFoundException e) {
                // the status has the reason, and a search in progress ends soon
                return locator.locateAll();
            }
        }
        return locator.locateAll();
    }

    private static int printProblems(LocatorStatus status)
    {
        status.problems().forEach(PrestoLocate::printMessage);
        if (!status.isDiscoveryAnswering()) {
            printMessage("No discovery server answered");
            return NO_DISCOVERY;
        }
        printMessage(status.candidates().isEmpty() ? "No coordinator is announced" : "No coordinator is usable");
        return NOT_FOUND;
    }
}

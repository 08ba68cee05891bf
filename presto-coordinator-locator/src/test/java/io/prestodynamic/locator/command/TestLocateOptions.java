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
import io.prestodynamic.locator.command.LocateOptions.Action;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;
import picocli.CommandLine.ParameterException;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

public class TestLocateOptions
{
    @Test
    public void testDefaults()
    {
        assertThat(parse("--discovery", "host1:8411")).isEqualTo(new LocateOptions(
                List.of(URI.create("http://host1:8411")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Action.PRINT,
                List.of(),
                Optional.empty()));
    }

    @Test
    public void testAllOptions()
    {
        assertThat(parse("--discovery", "host1:8411", "--environment", "test", "--https", "--wait", "500ms", "--redirect", "127.0.0.1:80")).isEqualTo(new LocateOptions(
                List.of(URI.create("http://host1:8411")),
                Optional.of("test"),
                Optional.of(CoordinatorTransport.HTTPS),
                Optional.of(Duration.ofMillis(500)),
                Action.REDIRECT,
                List.of(),
                Optional.of(new InetSocketAddress("127.0.0.1", 80))));
    }

    @Test
    public void testDiscoveryServersOfTheEnvironment()
    {
        assertThat(parse(Optional.of("host1:8411"), List.of()).discoveryServers()).containsExactly(URI.create("http://host1:8411"));
        assertThat(parse(Optional.of("host1:8411"), List.of("--discovery", "host2:8411")).discoveryServers()).containsExactly(URI.create("http://host2:8411"));
    }

    @Test
    public void testCommandTakesTheRest()
    {
        assertThat(parse("--discovery", "host1:8411", "--exec", "presto", "--discovery", "--help").command()).containsExactly("presto", "--discovery", "--help");
        assertThat(new LocateArguments().newParser().parseArgs("--exec", "presto", "--help").isUsageHelpRequested()).isFalse();
        assertThat(new LocateArguments().newParser().parseArgs("--watch", "--help").isUsageHelpRequested()).isTrue();
    }

    @Test
    public void testAddresses()
    {
        assertThat(LocateArguments.parseAddress("8080")).isEqualTo(new InetSocketAddress(8080));
        assertThat(LocateArguments.parseAddress("[::1]:8080")).isEqualTo(new InetSocketAddress("::1", 8080));
    }

    @Test(dataProvider = "wrongCommandLines")
    public void testWrongCommandLines(String message, List<String> arguments)
    {
        assertThatThrownBy(() -> parse(Optional.of("host1:8411"), arguments))
                .isInstanceOfAny(IllegalArgumentException.class, ParameterException.class)
                .hasMessageContaining(message);
    }

    @DataProvider
    public static Object[][] wrongCommandLines()
    {
        return new Object[][] {
                {"Unknown option: '--al'", List.of("--al")},
                {"Unmatched argument at index 0: 'host1:8411'", List.of("host1:8411")},
                {"Missing required parameter for option '--discovery' (SERVERS)", List.of("--discovery")},
                {"--exec needs a command", List.of("--exec")},
                {"Not the address of a discovery server", List.of("--discovery", "a b")},
                {"Not a duration: '10'", List.of("--wait", "10")},
                {"Not an address to listen on: 'host'", List.of("--redirect", "host")},
                {"Not an address to listen on: '70000'", List.of("--redirect", "70000")},
                {"Not an address to listen on: 'host'", List.of("--proxy", "host")},
                {"--all, --watch are mutually exclusive", List.of("--watch", "--all")},
                {"are mutually exclusive", List.of("--redirect", "80", "--proxy", "80")},
                {"--watch cannot be used with --wait", List.of("--watch", "--wait", "1s")},
        };
    }

    @Test
    public void testMissingDiscoveryServers()
    {
        assertThatThrownBy(() -> parse(Optional.empty(), List.of("--all"))).hasMessageStartingWith("Discovery servers are missing");
        assertThatThrownBy(() -> parse(Optional.of(""), List.of("--all"))).hasMessageStartingWith("Discovery servers are missing");
    }

    private static LocateOptions parse(String... arguments)
    {
        return parse(Optional.empty(), List.of(arguments));
    }

    private static LocateOptions parse(Optional<String> defaultDiscovery, List<String> arguments)
    {
        LocateArguments parsed = new LocateArguments();
        parsed.newParser().parseArgs(arguments.toArray(String[]::new));
        return parsed.toOptions(defaultDiscovery);
    }
}

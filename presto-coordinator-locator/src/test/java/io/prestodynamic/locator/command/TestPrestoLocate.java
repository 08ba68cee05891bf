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

import io.prestodynamic.locator.AbstractTestLocator;
import io.prestodynamic.locator.command.LocateProcess.Result;
import io.prestodynamic.locator.testing.FakeCoordinator;
import io.prestodynamic.locator.testing.FakeDiscoveryServer;
import org.testng.annotations.Test;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;

import static io.prestodynamic.locator.testing.Conditions.await;
import static org.assertj.core.api.Assertions.assertThat;

@Test(singleThreaded = true)
public class TestPrestoLocate
        extends AbstractTestLocator
{
    @Test
    public void testPrintsTheCoordinator()
            throws Exception
    {
        FakeCoordinator first = coordinator();
        FakeCoordinator second = coordinator();
        FakeDiscoveryServer discovery = discoveryServer().announce("c2", second.uri()).announce("c1", first.uri());

        awaitResult(new Result(0, List.of(first.uri().toString()), List.of()), discovery);
        awaitResult(new Result(0, List.of(first.uri().toString(), second.uri().toString()), List.of()), discovery, "--all");
    }

    @Test
    public void testNoUsableCoordinator()
            throws Exception
    {
        FakeCoordinator starting = coordinator().starting();
        FakeCoordinator killed = coordinator();
        killed.stop();
        FakeDiscoveryServer discovery = discoveryServer().announce("c1", starting.uri()).announce("c2", killed.uri());

        Result expected = new Result(1, List.of(), List.of(
                "presto-locate: coordinator c1 at %s is starting".formatted(starting.uri()),
                "presto-locate: coordinator c2 at %s does not accept connections".formatted(killed.uri()),
                "presto-locate: No coordinator is usable"));
        awaitResult(expected, discovery);
    }

    @Test
    public void testNobodyIsAnnounced()
            throws Exception
    {
        awaitResult(new Result(1, List.of(), List.of("presto-locate: No coordinator is announced")), discoveryServer(), "--all");
    }

    @Test
    public void testNoDiscoveryServerAnswers()
            throws Exception
    {
        FakeDiscoveryServer discovery = discoveryServer();
        discovery.stop();

        Result expected = new Result(3, List.of(), List.of(
                "presto-locate: discovery server %s does not accept connections".formatted(discovery.uri()),
                "presto-locate: No discovery server answered"));
        awaitResult(expected, discovery);
    }

    @Test
    public void testWrongCommandLine()
            throws Exception
    {
        Result result = locate(discoveryServer(), "--everything").result();

        assertThat(result).isEqualTo(new Result(2, List.of(), List.of("presto-locate: Unknown option: '--everything'", "presto-locate: Try 'presto-locate --help'")));
    }

    @Test
    public void testHelp()
            throws Exception
    {
        Result result = closeLater(new LocateProcess("--help")).result();

        assertThat(result.status()).isZero();
        assertThat(String.join("\n", result.output())).contains("--discovery", "--environment", "--https", "--all", "--wait", "--watch", "--exec", "--redirect", "--proxy", "Exit status");
    }

    @Test
    public void testWait()
            throws Exception
    {
        FakeCoordinator coordinator = coordinator().starting();
        FakeDiscoveryServer discovery = discoveryServer().announce("c1", coordinator.uri());

        assertThat(locate(discovery, "--wait", "10ms").result().status()).isEqualTo(1);

        LocateProcess process = locate(discovery, "--wait", "1m");
        await("it waits", () -> coordinator.checks() >= 3);
        coordinator.started();
        assertThat(process.result()).isEqualTo(new Result(0, List.of(coordinator.uri().toString()), List.of()));
    }

    @Test
    public void testWatch()
            throws Exception
    {
        FakeCoordinator first = coordinator();
        FakeCoordinator second = coordinator();
        FakeDiscoveryServer discovery = discoveryServer();

        LocateProcess process = locate(discovery, "--watch");
        assertThat(process.nextLine()).isEqualTo("-");
        discovery.announce("c1", first.uri());
        assertThat(process.nextLine()).isEqualTo(first.uri().toString());
        first.stop();
        assertThat(process.nextLine()).isEqualTo("-");
        discovery.announce("c2", second.uri());
        assertThat(process.nextLine()).isEqualTo(second.uri().toString());

        process.terminate();
        assertThat(process.result()).isEqualTo(new Result(143, List.of(), List.of()));
    }

    @Test
    public void testExecute()
            throws Exception
    {
        FakeCoordinator coordinator = coordinator();
        FakeDiscoveryServer discovery = discoveryServer().announce("c1", coordinator.uri());

        assertThat(locate(discovery, "--exec", "echo", "--watch").result())
                .isEqualTo(new Result(0, List.of("--watch --server " + coordinator.uri()), List.of()));
        assertThat(locate(discovery, "--exec", "/bin/sh", "-c", "cat; echo {}/ui; echo failed >&2; exit 42").input("read\n").result())
                .isEqualTo(new Result(42, List.of("read", coordinator.uri() + "/ui"), List.of("failed")));

        Result result = locate(discovery, "--exec", "/no/such/command").result();
        assertThat(result.status()).isEqualTo(127);
        assertThat(result.errors()).hasSize(1).allMatch(error -> error.startsWith("presto-locate: Cannot run program \"/no/such/command\""));
    }

    @Test
    public void testExecuteNothingWithoutCoordinator()
            throws Exception
    {
        awaitResult(new Result(1, List.of(), List.of("presto-locate: No coordinator is announced")), discoveryServer(), "--exec", "echo");
    }

    @Test
    public void testExecutedCommandEndsWithIt()
            throws Exception
    {
        FakeDiscoveryServer discovery = discoveryServer().announce("c1", coordinator().uri());

        LocateProcess process = locate(discovery, "--exec", "/bin/sh", "-c", "trap 'echo ended; exit' TERM; echo {}; while :; do sleep 0.1; done");
        process.nextLine();
        process.terminate();

        // the output ends with the command
        assertThat(process.result()).isEqualTo(new Result(143, List.of("ended"), List.of()));
    }

    @Test
    public void testRedirect()
            throws Exception
    {
        FakeCoordinator coordinator = coordinator();
        FakeDiscoveryServer discovery = discoveryServer().announce("c1", coordinator.uri());

        LocateProcess process = locate(discovery, "--redirect", "127.0.0.1:0");
        String line = process.nextError();
        assertThat(line).startsWith("presto-locate: Redirecting clients of 127.0.0.1:");
        URI redirector = URI.create("http://127.0.0.1" + line.substring(line.lastIndexOf(':')) + "/v1/statement");
        HttpResponse<Void> response = HttpClient.newHttpClient().send(HttpRequest.newBuilder(redirector).build(), BodyHandlers.discarding());
        assertThat(response.headers().firstValue("Location")).contains(coordinator.uri() + "/v1/statement");

        Result second = locate(discovery, "--redirect", "127.0.0.1:" + redirector.getPort()).result();
        assertThat(second.status()).isEqualTo(1);
        assertThat(second.errors()).hasSize(1).allMatch(error -> error.startsWith("presto-locate: Cannot listen on "));

        process.terminate();
        assertThat(process.result()).isEqualTo(new Result(143, List.of(), List.of()));
    }

    @Test
    public void testProxy()
            throws Exception
    {
        FakeCoordinator coordinator = coordinator();
        FakeDiscoveryServer discovery = discoveryServer().announce("c1", coordinator.uri());

        LocateProcess process = locate(discovery, "--proxy", "127.0.0.1:0");
        String line = process.nextError();
        assertThat(line).startsWith("presto-locate: Forwarding requests of clients of 127.0.0.1:");
        URI proxy = URI.create("http://127.0.0.1" + line.substring(line.lastIndexOf(':')) + "/v1/statement");
        HttpResponse<String> response = HttpClient.newHttpClient().send(HttpRequest.newBuilder(proxy).build(), BodyHandlers.ofString());
        assertThat(response.body()).startsWith("GET /v1/statement");

        process.terminate();
        assertThat(process.result()).isEqualTo(new Result(143, List.of(), List.of()));
    }

    /**
     * Repeats the command until it has waited for all responses, which it may not on a busy machine.
     */
    private void awaitResult(Result expected, FakeDiscoveryServer discovery, String... arguments)
    {
        await("the result is " + expected, () -> locate(discovery, arguments).result().equals(expected));
    }

    private LocateProcess locate(FakeDiscoveryServer discovery, String... arguments)
    {
        List<String> all = new ArrayList<>(List.of("--discovery", discovery.uri().toString()));
        all.addAll(List.of(arguments));
        return closeLater(new LocateProcess(all.toArray(String[]::new)));
    }
}

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
package io.prestodynamic.tests.cluster.catalogs;

import com.google.common.collect.ImmutableMap;
import com.google.inject.Key;
import io.prestodynamic.catalog.coordinator.CatalogValidator;
import io.prestodynamic.harness.client.CatalogApi.Answer;
import io.prestodynamic.harness.plugin.InterceptingPlugin;
import io.prestodynamic.testing.Conditions;
import io.prestodynamic.tests.cluster.AbstractTestInterceptedConnector;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import static com.google.common.util.concurrent.Uninterruptibles.awaitUninterruptibly;
import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Validations of connectors that do not answer.
 */
@Test(singleThreaded = true)
public class TestValidationLimits
        extends AbstractTestInterceptedConnector
{
    private static final int MANY = 40;
    private static final int CONCURRENCY = 8;

    private CatalogValidator validator;

    public TestValidationLimits()
    {
        super("tried", ImmutableMap.of("dynamic-catalog.validation-timeout", "2s"));
    }

    @BeforeClass
    public void findValidator()
    {
        validator = cluster.getQueryRunner().getCoordinators().get(0).getInstance(Key.get(CatalogValidator.class));
    }

    @Test
    public void testSilentHost()
            throws IOException
    {
        Map<String, Socket> sockets = new ConcurrentHashMap<>();
        // the kernel accepts connections, and nobody answers
        try (ServerSocket silent = new ServerSocket(0, 2 * MANY, InetAddress.getLoopbackAddress())) {
            names().forEach(name -> {
                plugin.intercept(name, "getMetadata", (coordinator, call) -> {
                    sockets.put(name, new Socket(silent.getInetAddress(), silent.getLocalPort()));
                    sockets.get(name).getInputStream().read();
                    return call.proceed();
                });
                plugin.intercept(name, "shutdown", (coordinator, call) -> {
                    sockets.get(name).close();
                    return call.proceed();
                });
            });
            List<Answer> answers = validateAll();
            assertThat(answers).allMatch(answer -> answer.status() == 200 || answer.status() == 429);
            assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSizeGreaterThanOrEqualTo(CONCURRENCY).allSatisfy(answer -> {
                assertThat(answer.json().path("valid").asBoolean(true)).isFalse();
                assertThat(answer.body()).contains("no answer within 2.00s");
            });
            assertThat(sockets).hasSizeLessThan(MANY);
            assertNothingIsLeft();
            assertThat(sockets.values()).allMatch(Socket::isClosed);
        }
    }

    @Test
    public void testConnectorsThatHang()
    {
        CountDownLatch hanging = new CountDownLatch(1);
        names().forEach(name -> plugin.intercept(name, "getMetadata", (coordinator, call) -> {
            awaitUninterruptibly(hanging);
            return call.proceed();
        }));
        assertHanging(hanging, 200);
    }

    @Test
    public void testConnectorsThatHangWhileTheyAreCreated()
    {
        CountDownLatch hanging = new CountDownLatch(1);
        names().forEach(name -> plugin.intercept(name, "create", (coordinator, call) -> {
            awaitUninterruptibly(hanging);
            return call.proceed();
        }));
        assertHanging(hanging, 400);
    }

    @Test
    public void testConnectorsThatHangWhileTheyAreShutDown()
    {
        CountDownLatch hanging = new CountDownLatch(1);
        names().forEach(name -> plugin.intercept(name, "shutdown", (coordinator, call) -> {
            awaitUninterruptibly(hanging);
            return call.proceed();
        }));
        assertHanging(hanging, 200);
    }

    private void assertHanging(CountDownLatch hanging, int status)
    {
        List<Answer> answers = validateAll();
        assertThat(answers).filteredOn(answer -> answer.status() == status).hasSize(CONCURRENCY);
        assertThat(answers).filteredOn(answer -> answer.status() != status).hasSize(MANY - CONCURRENCY).allSatisfy(answer -> answer.assertRefused(429, "TOO_MANY_CHANGES"));
        assertThat(validator.getValidations().getRunning()).isEqualTo(CONCURRENCY);
        // changes go on
        api.add("tried", "tpch", ImmutableMap.of()).assertOk();
        api.delete("tried").assertOk();

        hanging.countDown();
        assertNothingIsLeft();
        plugin.clear();
        Conditions.await("a validation succeeds", TIMEOUT, () ->
                api.validate("tried0", InterceptingPlugin.CONNECTOR, ImmutableMap.of()).assertOk().json().path("valid").asBoolean());
    }

    private List<Answer> validateAll()
    {
        List<CompletableFuture<Answer>> answers = names().stream()
                .map(name -> supplyAsync(() -> api.validate(name, InterceptingPlugin.CONNECTOR, ImmutableMap.of()), executor))
                .toList();
        answers.forEach(answer -> assertThat(answer).succeedsWithin(TIMEOUT));
        return answers.stream().map(CompletableFuture::join).toList();
    }

    private void assertNothingIsLeft()
    {
        Conditions.await("nothing is left of the validations", TIMEOUT, () -> validator.getValidations().getRunning() == 0 && plugin.getOpen().isEmpty());
    }

    private static List<String> names()
    {
        return IntStream.range(0, MANY).mapToObj(i -> "tried" + i).toList();
    }
}

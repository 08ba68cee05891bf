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
import io.prestodynamic.harness.client.CatalogApi.Answer;
import io.prestodynamic.harness.plugin.InterceptingPlugin;
import io.prestodynamic.testing.Conditions;
import io.prestodynamic.tests.cluster.AbstractTestInterceptedConnector;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import static java.lang.management.ManagementFactory.getPlatformMBeanServer;
import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Connectors that are slow to create or cannot be created. They affect no other catalog, and leave nothing behind on any node.
 */
@Test(singleThreaded = true)
public class TestConnectorCreation
        extends AbstractTestInterceptedConnector
{
    private static final String NAME = "broken";
    private static final List<String> METHODS = List.of(
            "create",
            "getSplitManager",
            "getSystemTables",
            "getProcedures",
            "getPageSourceProvider",
            "getPageSinkProvider",
            "getIndexProvider",
            "getNodePartitioningProvider",
            "getConnectorPlanOptimizerProvider",
            "getConnectorMetadataUpdaterProvider",
            "getConnectorTypeSerdeProvider",
            "getAccessControl",
            "getSessionProperties",
            "getTableProperties",
            "getSchemaProperties",
            "getColumnProperties",
            "getAnalyzeProperties");

    public TestConnectorCreation()
    {
        super(NAME, ImmutableMap.of("dynamic-catalog.load-timeout", "5s", "dynamic-catalog.max-concurrent-changes", "100"));
    }

    @DataProvider
    public static Object[][] methods()
    {
        return METHODS.stream().map(method -> new Object[] {method}).toArray(Object[][]::new);
    }

    @DataProvider
    public static Object[][] methodsThatReturnSomething()
    {
        // without access control, everything is allowed
        return METHODS.stream().filter(method -> !method.equals("getAccessControl")).map(method -> new Object[] {method}).toArray(Object[][]::new);
    }

    @Test(dataProvider = "methods")
    public void testThrows(String method)
            throws JMException
    {
        plugin.intercept(NAME, method, (coordinator, call) -> {
            throw new IllegalStateException("No " + method);
        });
        assertRefused("No " + method);
    }

    @Test(dataProvider = "methodsThatReturnSomething")
    public void testReturnsNull(String method)
            throws JMException
    {
        plugin.intercept(NAME, method, (coordinator, call) -> null);
        assertRefused(null);
    }

    @Test
    public void testThrowsError()
            throws JMException
    {
        plugin.intercept(NAME, "create", (coordinator, call) -> {
            throw new NoClassDefFoundError("org/nowhere/Driver");
        });
        assertRefused("org/nowhere/Driver");
    }

    @Test
    public void testFailsOnWorkers()
    {
        plugin.intercept(NAME, "getSplitManager", (coordinator, call) -> {
            if (!coordinator) {
                throw new IllegalStateException("Not on this worker");
            }
            return call.proceed();
        });
        Answer added = api.add(NAME, InterceptingPlugin.CONNECTOR, ImmutableMap.of()).assertStatus(202);
        assertThat(added.text("state")).isEqualTo("PENDING");
        assertThat(added.json().findValuesAsText("error")).hasSize(2).allMatch(error -> error.contains("Not on this worker"));
        // only the coordinator's has come up
        assertThat(plugin.getOpen()).hasSize(1);
        api.delete(NAME).assertOk();
    }

    @Test
    public void testWritesWhereItIsLoaded()
    {
        AtomicBoolean failed = new AtomicBoolean();
        plugin.intercept(NAME, "getSplitManager", (coordinator, call) -> {
            if (!coordinator && failed.compareAndSet(false, true)) {
                throw new IllegalStateException("Not on this worker");
            }
            return call.proceed();
        });
        Answer added = api.add(NAME, InterceptingPlugin.CONNECTOR, ImmutableMap.of()).assertOk();
        assertThat(added.json().path("nodes").findValuesAsText("state")).containsExactlyInAnyOrder("LOADED", "LOADED", "FAILED");
        api.add("other", "tpch", ImmutableMap.of()).assertOk();
        for (int round = 0; round < 10; round++) {
            String table = "broken.default.copy" + round;
            assertThat(cluster.execute("CREATE TABLE " + table + " AS SELECT * FROM other.tiny.orders").getOnlyValue()).isEqualTo(15000L);
            assertThat(cluster.execute("INSERT INTO " + table + " SELECT * FROM other.tiny.orders").getOnlyValue()).isEqualTo(15000L);
        }
        api.delete("other").assertOk();
        api.delete(NAME).assertOk();
    }

    @Test
    public void testHangs()
    {
        CountDownLatch hanging = new CountDownLatch(1);
        plugin.intercept(NAME, "create", (coordinator, call) -> {
            hanging.await();
            return call.proceed();
        });
        CompletableFuture<Answer> hung = supplyAsync(() -> api.add(NAME, InterceptingPlugin.CONNECTOR, ImmutableMap.of()), executor);
        api.add("other", "tpch", ImmutableMap.of()).assertOk();
        assertThat(cluster.execute("SELECT count(*) FROM other.tiny.nation").getOnlyValue()).isEqualTo(25L);
        api.delete("other").assertOk();

        assertThat(hung).succeedsWithin(TIMEOUT).satisfies(answer -> answer.assertRefused(400, "INVALID_CONFIGURATION"));
        assertThat(hung.join().text("message")).contains("did not come up within 5.00s");
        api.get(NAME).assertRefused(404, "CATALOG_NOT_FOUND");
        hanging.countDown();
    }

    @Test
    public void testManyHang()
    {
        CountDownLatch hanging = new CountDownLatch(1);
        List<String> names = IntStream.range(0, 100).mapToObj(i -> "hanging" + i).toList();
        names.forEach(name -> plugin.intercept(name, "create", (coordinator, call) -> {
            hanging.await();
            return call.proceed();
        }));
        List<CompletableFuture<Answer>> hung = names.stream()
                .map(name -> supplyAsync(() -> api.add(name, InterceptingPlugin.CONNECTOR, ImmutableMap.of()), executor))
                .toList();
        hung.forEach(answer -> assertThat(answer).succeedsWithin(TIMEOUT).satisfies(refusal -> refusal.assertRefused(400, "INVALID_CONFIGURATION")));

        api.add("other", "tpch", ImmutableMap.of()).assertOk();
        api.delete("other").assertOk();
        hanging.countDown();
    }

    @Test
    public void testParallel()
    {
        List<String> names = IntStream.range(0, 20).mapToObj(i -> "slow" + i).toList();
        CountDownLatch onCoordinator = new CountDownLatch(names.size());
        AtomicInteger onWorkers = new AtomicInteger();
        AtomicInteger mostOnWorkers = new AtomicInteger();
        names.forEach(name -> plugin.intercept(name, "create", (coordinator, call) -> {
            if (coordinator) {
                onCoordinator.countDown();
                onCoordinator.await();
            }
            else {
                mostOnWorkers.accumulateAndGet(onWorkers.incrementAndGet(), Math::max);
                Thread.sleep(2_000);
                onWorkers.decrementAndGet();
            }
            return call.proceed();
        }));
        List<CompletableFuture<Answer>> answers = names.stream()
                .map(name -> supplyAsync(() -> api.add(name, InterceptingPlugin.CONNECTOR, ImmutableMap.of()), executor))
                .toList();
        answers.forEach(answer -> assertThat(answer).succeedsWithin(TIMEOUT).satisfies(Answer::assertOk));
        assertThat(mostOnWorkers.get()).as("connectors that workers created at the same time").isGreaterThan(cluster.getWorkers().size());
        names.forEach(name -> api.delete(name).assertOk());
    }

    @DataProvider
    public static Object[][] changes()
    {
        return new Object[][] {{"add", 200, "put"}, {"put", 201, "add"}};
    }

    @Test(dataProvider = "changes")
    public void testTwoChangesOfOneName(String first, int status, String second)
    {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        plugin.intercept(NAME, "create", (coordinator, call) -> {
            entered.countDown();
            released.await();
            return call.proceed();
        });
        CompletableFuture<Answer> changed = supplyAsync(() -> change(first), executor);
        Conditions.await("the connector is being created", TIMEOUT, () -> entered.getCount() == 0);
        change(second).assertStatus(409);
        released.countDown();
        assertThat(changed).succeedsWithin(TIMEOUT).satisfies(answer -> answer.assertStatus(status));
        assertThat(api.get(NAME).assertOk().text("state")).isEqualTo("ACTIVE");
        api.delete(NAME).assertOk();
    }

    private Answer change(String request)
    {
        Map<String, String> properties = ImmutableMap.of("request", request);
        return request.equals("add") ? api.add(NAME, InterceptingPlugin.CONNECTOR, properties) : api.put(NAME, InterceptingPlugin.CONNECTOR, properties);
    }

    private void assertRefused(String message)
            throws JMException
    {
        MBeanServer server = getPlatformMBeanServer();
        ObjectName name = new ObjectName("io.prestodynamic.tests:name=left");
        plugin.beforeCreate(() -> server.registerMBean(new Left(), name));

        Answer answer = api.add(NAME, InterceptingPlugin.CONNECTOR, ImmutableMap.of()).assertRefused(400, "INVALID_CONFIGURATION");
        if (message != null) {
            assertThat(answer.text("message")).contains(message);
        }
        assertThat(server.isRegistered(name)).isFalse();
        assertThat(plugin.getOpen()).isEmpty();
        cluster.awaitDrained();
        api.get(NAME).assertRefused(404, "CATALOG_NOT_FOUND");

        // and the name is as good as new
        plugin.clear();
        api.add(NAME, InterceptingPlugin.CONNECTOR, ImmutableMap.of()).assertOk();
        cluster.execute("CREATE TABLE broken.default.t (x bigint)");
        api.delete(NAME).assertOk();
    }

    /**
     * MBean that a connector leaves behind.
     */
    public interface LeftMBean {}

    public static class Left
            implements LeftMBean {}
}

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
package io.prestodynamic.tests.process.faults;

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.harness.client.CatalogApi;
import io.prestodynamic.harness.cluster.ProcessCluster;
import io.prestodynamic.testing.Conditions;
import io.prestodynamic.testing.TestingMySqlServer;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Coordinators that start while MySQL is down, hangs or refuses them.
 */
@Test(singleThreaded = true)
public class TestStoreDownAtBoot
{
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final String WAITING = "Waiting for the catalog store that dynamic-catalog.store=jdbc sets: ";

    private TestingMySqlServer mysql;

    @BeforeClass
    public void setUp()
    {
        mysql = new TestingMySqlServer();
        mysql.createDatabase("meta");
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
    {
        if (mysql != null) {
            mysql.close();
        }
    }

    /**
     * The password is wrong, then the server is stopped, and then it is back with the right password.
     */
    @Test
    public void testWait()
    {
        try (ProcessCluster cluster = new ProcessCluster(0, config("wait"))) {
            cluster.getCoordinator().start();
            // pending, because there is no worker
            String version = cluster.getApi().add("shop", "tpch", ImmutableMap.of()).text("version");
            cluster.getCoordinator().stop();

            setPassword("an0ther");
            int begin = cluster.getCoordinator().log().length();
            cluster.getCoordinator().launch();
            awaitLog(cluster, begin, WAITING + "The catalog store refuses the user or the password of dynamic-catalog.jdbc");
            assertStarting(cluster);
            mysql.stop();
            assertStarting(cluster);
            mysql.start();
            setPassword(mysql.getPassword());
            cluster.getCoordinator().awaitStarted();
            awaitLog(cluster, begin, "SERVER STARTED");
            assertThat(cluster.getApi().get("shop").assertOk().text("version")).isEqualTo(version);

            String log = cluster.getCoordinator().log().substring(begin);
            assertThat(lines(log, "aiting for the catalog store")).hasSizeLessThanOrEqualTo(3);
            assertThat(lines(log, WAITING)).hasSize(1);
            assertThat(lines(log, "The catalog store answers")).hasSize(1);
            assertThat(log).doesNotContain(mysql.getPassword());
        }
    }

    @Test
    public void testWaitForStoreThatHangs()
    {
        try (ProcessCluster cluster = new ProcessCluster(0, config("wait"))) {
            mysql.freeze();
            try {
                cluster.getCoordinator().launch();
                awaitLog(cluster, 0, WAITING + "The catalog store cannot be reached");
                assertStarting(cluster);
            }
            finally {
                mysql.thaw();
            }
            cluster.getCoordinator().awaitStarted();
            cluster.getApi().list().assertOk();
        }
    }

    @Test
    public void testFail()
    {
        String url = mysql.getJdbcUrl("nowhere");
        try (ProcessCluster cluster = new ProcessCluster(0, config("fail", url))) {
            IllegalStateException failure = catchThrowableOfType(IllegalStateException.class, cluster.getCoordinator()::run);
            assertThat(failure).hasMessageContaining("failed with status 1: ");
            assertThat(failure).hasMessageContaining("The server ends, because dynamic-catalog.startup-policy is fail and the store that dynamic-catalog.store=jdbc sets cannot be used: " +
                    "The database of the catalog store does not exist, or its user may not use it\n");
            assertThat(failure.getMessage()).doesNotContain("SERVER STARTED", mysql.getPassword());
            assertThat(failure.getMessage().substring(failure.getMessage().indexOf("The server ends"))).doesNotContain("\tat ");
        }
    }

    private void assertStarting(ProcessCluster cluster)
    {
        CatalogApi api = cluster.getApi();
        api.add("other", "tpch", ImmutableMap.of()).assertRefused(503, "STARTING");
        api.put("shop", "tpch", ImmutableMap.of("tpch.splits-per-node", "1")).assertRefused(503, "STARTING");
        api.delete("shop").assertRefused(503, "STARTING");
        api.get("shop").assertRefused(503, "STARTING");
        api.list().assertRefused(503, "STARTING");
        assertThat(cluster.getCoordinator().isStarted()).isFalse();
    }

    private static void awaitLog(ProcessCluster cluster, int begin, String text)
    {
        Conditions.await("the log says: " + text, TIMEOUT, () -> {
            assertThat(cluster.getCoordinator().isRunning()).isTrue();
            return cluster.getCoordinator().log().substring(begin).contains(text);
        });
    }

    private static List<String> lines(String log, String text)
    {
        return log.lines().filter(line -> line.contains(text)).toList();
    }

    private void setPassword(String password)
    {
        mysql.execute("mysql", "ALTER USER '%s'@'%%' IDENTIFIED BY '%s'".formatted(mysql.getUser(), password));
    }

    private Map<String, String> config(String policy)
    {
        return config(policy, mysql.getJdbcUrl("meta"));
    }

    private Map<String, String> config(String policy, String url)
    {
        return ImmutableMap.of(
                "dynamic-catalog.startup-policy", policy,
                "dynamic-catalog.jdbc.url", url,
                "dynamic-catalog.jdbc.username", mysql.getUser(),
                "dynamic-catalog.jdbc.password", mysql.getPassword());
    }
}

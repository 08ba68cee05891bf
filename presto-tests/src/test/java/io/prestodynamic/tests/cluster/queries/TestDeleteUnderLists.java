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
package io.prestodynamic.tests.cluster.queries;

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.harness.client.CatalogApi;
import io.prestodynamic.harness.client.ClientSession;
import io.prestodynamic.harness.plugin.InterceptingPlugin;
import io.prestodynamic.testing.Conditions;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Deletion of a catalog while other users list all catalogs.
 */
@Test(singleThreaded = true)
public class TestDeleteUnderLists
        extends AbstractTestDelete
{
    private static final String LIST = "SELECT count(DISTINCT table_catalog) FROM system.jdbc.schemas WHERE table_catalog >= 'busy'";

    private final CountDownLatch latch = new CountDownLatch(1);

    @BeforeMethod
    public void addOther()
    {
        addCatalog("other");
    }

    @AfterMethod(alwaysRun = true)
    public void removeOther()
    {
        latch.countDown();
        api.forceDelete("other");
    }

    @Test
    public void testListed()
    {
        AtomicInteger listed = new AtomicInteger();
        plugin.intercept("busy", "beginTransaction", (coordinator, call) -> {
            listed.incrementAndGet();
            return call.proceed();
        });
        String sql = "SELECT count(*) FROM other.default.slow CROSS JOIN (%s)".formatted(LIST);
        holdPages();
        CompletableFuture<Object> query = start(sql);
        awaitRunning(sql);
        Conditions.await("the catalog is listed", TIMEOUT, () -> listed.get() > 0);
        api.forceDelete("busy").assertOk();
        releasePages();
        assertThat(query).succeedsWithin(TIMEOUT).isEqualTo(100L);
    }

    @Test
    public void testBeingListed()
    {
        AtomicInteger waiting = new AtomicInteger();
        plugin.intercept("busy", "beginTransaction", (coordinator, call) -> {
            waiting.incrementAndGet();
            latch.await();
            return call.proceed();
        });
        CompletableFuture<Object> query = start(LIST);
        Conditions.await("the catalog is being listed", TIMEOUT, () -> waiting.get() > 0);
        CompletableFuture<CatalogApi.Answer> deletion = supplyAsync(() -> api.forceDelete("busy"), executor);
        // the others are listed: system and the one that the query does not lose
        assertThat(query).succeedsWithin(TIMEOUT).isEqualTo(2L);
        latch.countDown();
        assertThat(deletion).succeedsWithin(TIMEOUT).satisfies(CatalogApi.Answer::assertOk);
    }

    @Test
    public void testListedInTransaction()
    {
        ClientSession session = new ClientSession(cluster.getQueryRunner().getCoordinator().getBaseUrl(), "test");
        session.execute("START TRANSACTION").assertSucceeded();
        session.execute(LIST).assertRows("3");
        // the transaction may list it again
        assertDraining(api.delete("busy"));
        session.execute("COMMIT").assertSucceeded();
    }
}

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
package io.prestodynamic.catalog.sync;

import com.facebook.presto.spi.ConnectorId;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.prestodynamic.catalog.LoadStatus;
import io.prestodynamic.testing.Conditions;
import org.testng.annotations.Test;

import java.time.Duration;
import java.time.Instant;

import static io.prestodynamic.catalog.LoadStatus.LOADED;
import static io.prestodynamic.catalog.LoadStatus.LOADING;
import static org.assertj.core.api.Assertions.assertThat;

public class TestWorkerAcknowledgements
{
    private static final String SALES = "sales@1-ab";
    private static final ConnectorId SALES_ID = new ConnectorId(SALES);

    @Test
    public void testUnknown()
    {
        WorkerAcknowledgements acknowledgements = new WorkerAcknowledgements();
        assertThat(acknowledgements.isLoaded("w", SALES_ID)).isFalse();
        assertThat(acknowledgements.getStatus("w", SALES)).isEmpty();
        assertThat(acknowledgements.getError("w")).isEmpty();
    }

    @Test
    public void testStatuses()
    {
        WorkerAcknowledgements acknowledgements = new WorkerAcknowledgements();
        LoadStatus failed = LoadStatus.failed("no");
        acknowledgements.record("w", "i", 1, ImmutableMap.of(SALES, LOADED, "a@1-ab", LOADING, "b@1-ab", failed));

        assertThat(acknowledgements.isLoaded("w", SALES_ID)).isTrue();
        assertThat(acknowledgements.isLoaded("w", new ConnectorId("a@1-ab"))).isFalse();
        assertThat(acknowledgements.isLoaded("w", new ConnectorId("b@1-ab"))).isFalse();
        assertThat(acknowledgements.isLoaded("w", new ConnectorId("c@1-ab"))).isFalse();
        assertThat(acknowledgements.isLoaded("v", SALES_ID)).isFalse();
        assertThat(acknowledgements.getStatus("w", "b@1-ab")).contains(failed);
        assertThat(acknowledgements.getStatus("w", "c@1-ab")).isEmpty();
    }

    @Test
    public void testOrder()
    {
        WorkerAcknowledgements acknowledgements = new WorkerAcknowledgements();
        acknowledgements.record("w", "i", 2, ImmutableMap.of(SALES, LOADED));
        acknowledgements.record("w", "i", 1, ImmutableMap.of());
        acknowledgements.record("w", "i", 2, ImmutableMap.of());
        assertThat(acknowledgements.isLoaded("w", SALES_ID)).isTrue();

        acknowledgements.record("w", "i", 3, ImmutableMap.of());
        assertThat(acknowledgements.isLoaded("w", SALES_ID)).isFalse();
    }

    @Test
    public void testRestartedWorker()
    {
        WorkerAcknowledgements acknowledgements = new WorkerAcknowledgements();
        acknowledgements.record("w", "old", 100, ImmutableMap.of(SALES, LOADED));
        acknowledgements.record("w", "new", 1, ImmutableMap.of());
        assertThat(acknowledgements.isLoaded("w", SALES_ID)).isFalse();
    }

    @Test
    public void testErrors()
    {
        WorkerAcknowledgements acknowledgements = new WorkerAcknowledgements();
        acknowledgements.record("w", "i", 5, ImmutableMap.of(SALES, LOADED));
        acknowledgements.recordError("w", "Connection refused");
        assertThat(acknowledgements.getError("w")).contains("Connection refused");
        assertThat(acknowledgements.isLoaded("w", SALES_ID)).isTrue();

        // the order outlives the error
        acknowledgements.record("w", "i", 4, ImmutableMap.of());
        assertThat(acknowledgements.isLoaded("w", SALES_ID)).isTrue();

        acknowledgements.record("w", "i", 6, ImmutableMap.of(SALES, LOADED));
        assertThat(acknowledgements.getError("w")).isEmpty();
    }

    @Test
    public void testErrorOfUnknownWorker()
    {
        WorkerAcknowledgements acknowledgements = new WorkerAcknowledgements();
        acknowledgements.recordError("w", "Connection refused");
        assertThat(acknowledgements.getError("w")).contains("Connection refused");
        acknowledgements.record("w", "i", 1, ImmutableMap.of(SALES, LOADED));
        assertThat(acknowledgements.isLoaded("w", SALES_ID)).isTrue();
    }

    @Test
    public void testForget()
    {
        WorkerAcknowledgements acknowledgements = new WorkerAcknowledgements();
        acknowledgements.record("w", "i", 9, ImmutableMap.of(SALES, LOADED));
        acknowledgements.forget("w");
        assertThat(acknowledgements.isLoaded("w", SALES_ID)).isFalse();
        acknowledgements.record("w", "i", 10, ImmutableMap.of(SALES, LOADED));
        assertThat(acknowledgements.isLoaded("w", SALES_ID)).isTrue();
    }

    @Test
    public void testRetain()
    {
        WorkerAcknowledgements acknowledgements = new WorkerAcknowledgements();
        acknowledgements.record("v", "i", 1, ImmutableMap.of(SALES, LOADED));
        acknowledgements.record("w", "i", 1, ImmutableMap.of(SALES, LOADED));
        acknowledgements.retain(ImmutableSet.of("w", "x"));
        assertThat(acknowledgements.isLoaded("v", SALES_ID)).isFalse();
        assertThat(acknowledgements.isLoaded("w", SALES_ID)).isTrue();
    }

    @Test
    public void testSince()
    {
        WorkerAcknowledgements acknowledgements = new WorkerAcknowledgements();
        assertThat(acknowledgements.getSince("w", SALES)).isEmpty();

        Instant start = Instant.now();
        acknowledgements.record("w", "i", 1, ImmutableMap.of(SALES, LOADING, "b@1-ab", LOADED));
        Instant loading = acknowledgements.getSince("w", SALES).orElseThrow();
        assertThat(loading).isBetween(start, Instant.now());
        assertThat(acknowledgements.getSince("w", "c@1-ab")).isEmpty();

        // as long as nothing changes
        awaitAfter(loading);
        acknowledgements.record("w", "i", 2, ImmutableMap.of(SALES, LOADING, "b@1-ab", LOADED));
        assertThat(acknowledgements.getSince("w", SALES)).contains(loading);

        // what changes does so alone
        acknowledgements.record("w", "i", 3, ImmutableMap.of(SALES, LOADED, "b@1-ab", LOADED));
        Instant loaded = acknowledgements.getSince("w", SALES).orElseThrow();
        assertThat(loaded).isAfter(loading);
        assertThat(acknowledgements.getSince("w", "b@1-ab")).contains(loading);

        // a worker that was started anew has loaded it anew
        awaitAfter(loaded);
        acknowledgements.record("w", "j", 1, ImmutableMap.of(SALES, LOADED));
        assertThat(acknowledgements.getSince("w", SALES).orElseThrow()).isAfter(loaded);
    }

    @Test
    public void testSinceOfAnUnreachableWorker()
    {
        WorkerAcknowledgements acknowledgements = new WorkerAcknowledgements();
        acknowledgements.record("w", "i", 1, ImmutableMap.of(SALES, LOADED));
        Instant loaded = acknowledgements.getSince("w", SALES).orElseThrow();
        awaitAfter(loaded);

        acknowledgements.recordError("w", "Connection refused");
        Instant unreachable = acknowledgements.getSince("w", SALES).orElseThrow();
        assertThat(unreachable).isAfter(loaded);
        assertThat(acknowledgements.getSince("w", "c@1-ab")).contains(unreachable);
        awaitAfter(unreachable);
        acknowledgements.recordError("w", "Connection reset");
        assertThat(acknowledgements.getSince("w", SALES)).contains(unreachable);

        acknowledgements.record("w", "i", 2, ImmutableMap.of(SALES, LOADED));
        assertThat(acknowledgements.getSince("w", SALES).orElseThrow()).isAfter(unreachable);
    }

    private static void awaitAfter(Instant instant)
    {
        Conditions.await("the clock goes on", Duration.ofMinutes(1), () -> Instant.now().isAfter(instant));
    }

    @Test
    public void testDynamicConnectors()
    {
        WorkerAcknowledgements acknowledgements = new WorkerAcknowledgements();
        assertThat(acknowledgements.isDynamic(SALES_ID)).isFalse();
        acknowledgements.setDynamicConnectors(ImmutableList.of(SALES_ID));
        assertThat(acknowledgements.isDynamic(SALES_ID)).isTrue();
        acknowledgements.setDynamicConnectors(ImmutableList.of());
        assertThat(acknowledgements.isDynamic(SALES_ID)).isFalse();
    }
}

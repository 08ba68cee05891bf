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
package io.prestodynamic.chaos;

import io.prestodynamic.benchmarks.cluster.Store;
import io.prestodynamic.chaos.history.Operation;
import io.prestodynamic.chaos.plan.ChaosPlan;
import org.testng.annotations.Test;

import java.nio.file.Path;
import java.time.Duration;

import static io.prestodynamic.chaos.history.Outcome.CREATED;
import static io.prestodynamic.chaos.history.Outcome.DELETED;
import static io.prestodynamic.chaos.history.Outcome.REPLACED;
import static io.prestodynamic.chaos.history.Outcome.SAW;
import static io.prestodynamic.chaos.plan.Action.QUERY;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Run of a minute in which a worker and the coordinator are killed and a worker is frozen. {@code bin/chaos} does the same with any seed and duration.
 */
public class TestChaos
{
    private static final int SEED = 1;

    @Test
    public void testMinute()
    {
        ChaosReport report = Chaos.run(new ChaosPlan(SEED, Duration.ofSeconds(60), 2, 4, 3), Store.EMBEDDED, Path.of("target", "chaos"));
        System.out.println(new Tally(report));
        assertThat(report.violations()).describedAs("The plan, the history and the logs are in target/chaos").isEmpty();
        assertThat(report.history().faults()).isNotEmpty();
        // a history without changes and answers would pass
        assertThat(report.history().operations()).extracting(Operation::outcome).contains(CREATED, REPLACED, DELETED);
        assertThat(report.history().operations()).filteredOn(operation -> operation.action() == QUERY && operation.outcome() == SAW).hasSizeGreaterThan(10);
    }
}

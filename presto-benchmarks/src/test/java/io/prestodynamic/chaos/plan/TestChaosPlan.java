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
package io.prestodynamic.chaos.plan;

import org.testng.annotations.Test;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

import static io.prestodynamic.chaos.plan.Fault.FREEZE_WORKER;
import static io.prestodynamic.chaos.plan.Fault.KILL_COORDINATOR;
import static io.prestodynamic.chaos.plan.Fault.KILL_WORKER;
import static org.assertj.core.api.Assertions.assertThat;

public class TestChaosPlan
{
    @Test
    public void testSameSeed()
    {
        assertThat(plan(5, 300).toString()).isEqualTo(plan(5, 300).toString()).isNotEqualTo(plan(6, 300).toString());
        assertThat(plan(5, 300).steps(1).limit(500)).isEqualTo(plan(5, 300).steps(1).limit(500).toList());
    }

    @Test
    public void testMinute()
    {
        for (int seed = 0; seed < 100; seed++) {
            assertThat(plan(seed, 60).faults()).extracting(PlannedFault::fault).containsExactlyInAnyOrder(KILL_WORKER, FREEZE_WORKER, KILL_COORDINATOR);
        }
    }

    @Test
    public void testAllFaultsInThreeMinutes()
    {
        assertThat(plan(1, 180).faults()).extracting(PlannedFault::fault).contains(Fault.values());
    }

    @Test
    public void testFaultsDoNotOverlap()
    {
        List<PlannedFault> faults = plan(1, 600).faults();
        for (int i = 1; i < faults.size(); i++) {
            PlannedFault before = faults.get(i - 1);
            assertThat(before.at().plus(before.length())).isLessThan(faults.get(i).at());
        }
    }

    @Test
    public void testSteps()
    {
        ChaosPlan plan = plan(1, 60);
        List<Step> steps = plan.steps(0).limit(1000).toList();
        assertThat(steps).extracting(Step::action).contains(Action.values());
        assertThat(steps).extracting(Step::catalog).contains("c1", "c2", "c3").hasSize(1000);
        List<OptionalInt> generations = List.of(steps, plan.steps(1).limit(1000).toList()).stream()
                .flatMap(List::stream)
                .map(Step::generation)
                .filter(OptionalInt::isPresent)
                .toList();
        assertThat(generations).doesNotHaveDuplicates().isNotEmpty();
        assertThat(steps).allMatch(step -> step.generation().isPresent() == (step.action() == Action.ADD || step.action() == Action.PUT));
    }

    private static ChaosPlan plan(int seed, int seconds)
    {
        return new ChaosPlan(seed, Duration.ofSeconds(seconds), 2, 4, 3);
    }
}

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
package io.prestodynamic.benchmarks.fleet;

import com.google.common.collect.ImmutableList;
import io.prestodynamic.benchmarks.command.Options;
import org.testng.annotations.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Benchmarks that put a coordinator together from its modules. They break if a module gets a new dependency, so they run here, with little to do.
 */
@Test(singleThreaded = true)
public class TestFleetBenchmarks
{
    @Test
    public void testFanout()
            throws Exception
    {
        assertThat(FanoutBenchmark.run(Options.parse(FanoutBenchmark.OPTIONS, ImmutableList.of("--workers", "2", "--rounds", "1", "--warmup", "1", "--catalogs", "2")))).isTrue();
    }

    @Test
    public void testIdle()
            throws Exception
    {
        assertThat(IdleBenchmark.run(Options.parse(IdleBenchmark.OPTIONS, ImmutableList.of(
                "--catalogs", "2", "--workers", "2", "--intervals", "1", "--changes", "1", "--passes", "1", "--warmup", "1", "--store", "embedded")))).isTrue();
    }
}

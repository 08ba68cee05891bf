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
package io.prestodynamic.chaos.history;

import com.google.common.collect.ImmutableList;

import java.time.Duration;
import java.util.List;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Comparator.comparing;
import static java.util.Objects.requireNonNull;

/**
 * Operations and faults of a run.
 *
 * @param operations operations in the order of their starts
 * @param faults times in which the cluster was broken
 * @param settled time at which the cluster had settled after its last fault, so that everything that was accepted before must have had its effect
 */
public record History(List<Operation> operations, List<FaultWindow> faults, Duration settled)
{
    public History
    {
        operations = operations.stream().sorted(comparing(Operation::begun)).collect(toImmutableList());
        faults = ImmutableList.copyOf(faults);
        requireNonNull(settled, "settled is null");
    }

    /**
     * Returns the operations on one catalog.
     */
    public List<Operation> on(String catalog)
    {
        return operations.stream().filter(operation -> operation.catalog().equals(catalog)).collect(toImmutableList());
    }
}

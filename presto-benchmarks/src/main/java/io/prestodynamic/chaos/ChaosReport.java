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

import com.google.common.collect.ImmutableList;
import io.prestodynamic.chaos.check.Violation;
import io.prestodynamic.chaos.history.History;
import io.prestodynamic.chaos.plan.ChaosPlan;

import java.util.List;

import static java.util.Objects.requireNonNull;

/**
 * Report of a run.
 *
 * @param notes further observations, in sentences
 */
public record ChaosReport(ChaosPlan plan, History history, List<Violation> violations, List<String> notes)
{
    public ChaosReport
    {
        requireNonNull(plan, "plan is null");
        requireNonNull(history, "history is null");
        violations = ImmutableList.copyOf(violations);
        notes = ImmutableList.copyOf(notes);
    }
}

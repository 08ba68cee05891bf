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
package io.prestodynamic.chaos.check;

import com.google.common.collect.ImmutableList;
import io.prestodynamic.chaos.history.Operation;

import java.util.List;

import static java.util.Objects.requireNonNull;

/**
 * Promise that the cluster has not kept.
 *
 * @param evidence part of the history that shows it
 */
public record Violation(String description, List<Operation> evidence)
{
    public Violation
    {
        requireNonNull(description, "description is null");
        evidence = ImmutableList.copyOf(evidence);
    }

    @Override
    public String toString()
    {
        StringBuilder text = new StringBuilder(description);
        evidence.forEach(operation -> text.append("\n    ").append(operation));
        return text.toString();
    }
}

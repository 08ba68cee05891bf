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

import java.time.Duration;
import java.util.OptionalInt;

import static java.util.Objects.requireNonNull;

/**
 * Next step of a client.
 *
 * @param pause pause before the step
 * @param generation generation that the catalog is given, which no other step has; empty if the step defines nothing
 */
public record Step(Duration pause, Action action, String catalog, OptionalInt generation)
{
    public Step
    {
        requireNonNull(pause, "pause is null");
        requireNonNull(action, "action is null");
        requireNonNull(catalog, "catalog is null");
        requireNonNull(generation, "generation is null");
    }

    @Override
    public String toString()
    {
        return "after %3d ms %s %s%s".formatted(pause.toMillis(), action, catalog, generation.isPresent() ? " generation " + generation.getAsInt() : "");
    }
}

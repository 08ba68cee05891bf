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
package io.prestodynamic.chaos.client;

import io.prestodynamic.chaos.history.Outcome;

import java.util.Optional;
import java.util.OptionalInt;

import static java.util.Objects.requireNonNull;

/**
 * Interpretation of an answer, or of a missing answer.
 *
 * @param seen generation that a read or a query saw
 * @param detail description for people
 */
record Answer(Outcome outcome, OptionalInt seen, Optional<String> version, String detail)
{
    Answer
    {
        requireNonNull(outcome, "outcome is null");
        requireNonNull(seen, "seen is null");
        requireNonNull(version, "version is null");
        requireNonNull(detail, "detail is null");
    }

    static Answer of(Outcome outcome, String detail)
    {
        return new Answer(outcome, OptionalInt.empty(), Optional.empty(), detail);
    }

    static Answer saw(int generation, Optional<String> version)
    {
        return new Answer(Outcome.SAW, OptionalInt.of(generation), version, "");
    }
}

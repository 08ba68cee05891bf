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

import io.prestodynamic.chaos.plan.Action;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

/**
 * Request or query of a client, from its start to its answer.
 *
 * @param client name of the client
 * @param generation generation that the catalog is given; empty if it is only read or deleted
 * @param begun time at which it was sent, on the clock of the history
 * @param ended time at which the answer was received, or the client gave up
 * @param seen generation that a read or a query saw
 * @param version version of the catalog, if the answer has it
 * @param detail answer, for people
 */
public record Operation(
        String client,
        Action action,
        String catalog,
        OptionalInt generation,
        Duration begun,
        Duration ended,
        Outcome outcome,
        OptionalInt seen,
        Optional<String> version,
        String detail)
{
    public Operation
    {
        requireNonNull(client, "client is null");
        requireNonNull(action, "action is null");
        requireNonNull(catalog, "catalog is null");
        requireNonNull(generation, "generation is null");
        requireNonNull(begun, "begun is null");
        requireNonNull(ended, "ended is null");
        requireNonNull(outcome, "outcome is null");
        requireNonNull(seen, "seen is null");
        requireNonNull(version, "version is null");
        requireNonNull(detail, "detail is null");
        checkArgument(begun.compareTo(ended) <= 0, "The operation ended before it began");
        checkArgument(seen.isPresent() == (outcome == Outcome.SAW), "Only who sees a generation can tell it");
    }

    /**
     * Returns the generation that the answer was about, or empty if it was about none.
     */
    public OptionalInt answered()
    {
        return seen.isPresent() ? seen : generation;
    }

    /**
     * Returns the generation of the catalog after the operation has taken effect.
     *
     * @param before generation before that; empty if there is no catalog
     * @return null if the operation cannot take effect in this state
     */
    public OptionalInt after(OptionalInt before)
    {
        return switch (outcome) {
            case CREATED -> before.isEmpty() ? generation : null;
            case REPLACED -> before.isPresent() ? generation : null;
            case DELETED -> before.isPresent() ? OptionalInt.empty() : null;
            case SAW -> before.equals(seen) ? before : null;
            case ABSENT -> before.isEmpty() ? before : null;
            case EXISTS -> before.isPresent() ? before : null;
            case PENDING, UNKNOWN -> switch (action) {
                case ADD -> before.isEmpty() ? generation : null;
                case PUT -> generation;
                case DELETE -> before.isPresent() ? OptionalInt.empty() : null;
                case GET, QUERY, SCAN -> before;
            };
            case REFUSED, UNREACHABLE, FAILED, MIXED -> before;
        };
    }

    @Override
    public String toString()
    {
        return "%9.3f-%9.3f  %-8s %-6s %s%s: %s%s%s%s".formatted(
                begun.toMillis() / 1e3,
                ended.toMillis() / 1e3,
                client,
                action,
                catalog,
                generation.isPresent() ? " generation " + generation.getAsInt() : "",
                outcome,
                seen.isPresent() ? " generation " + seen.getAsInt() : "",
                version.map(value -> " version " + value).orElse(""),
                detail.isEmpty() ? "" : " (" + detail + ")");
    }
}

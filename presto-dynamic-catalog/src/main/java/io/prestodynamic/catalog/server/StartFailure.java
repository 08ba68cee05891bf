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
package io.prestodynamic.catalog.server;

import com.google.common.base.Throwables;
import io.prestodynamic.catalog.engine.errors.ListedError;
import io.prestodynamic.catalog.security.FailureTrace;

import java.util.List;
import java.util.stream.Stream;

import static java.util.stream.Collectors.joining;

/**
 * Failure that ends a server in its start.
 */
public final class StartFailure
{
    private StartFailure() {}

    /**
     * Returns the reason and the stack trace. Never throws: a server whose failure cannot be logged would neither run nor end.
     */
    public static String describe(Throwable failure)
    {
        try {
            return failure.getMessage() + "\n" + Throwables.getStackTraceAsString(failure);
        }
        catch (RuntimeException e) {
            List<ListedError> errors = ListedError.of(failure);
            String reason = errors.isEmpty() ? FailureTrace.rootMessage(failure) : errors.stream().map(StartFailure::reason).distinct().collect(joining("; "));
            return Stream.concat(Stream.of(failure), errors.stream().flatMap(error -> error.cause().stream()))
                    .map(FailureTrace::of)
                    .collect(joining("\n", reason + "\n", ""));
        }
    }

    private static String reason(ListedError error)
    {
        return error.cause().map(FailureTrace::rootMessage).orElse(error.message());
    }
}

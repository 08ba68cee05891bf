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
package io.prestodynamic.harness.client;

import io.prestodynamic.harness.client.CatalogApi.Answer;

import java.util.function.IntFunction;

import static com.google.common.base.Verify.verify;

/**
 * The versions of one catalog, counted from zero, and which of them may answer a query: the one that was current when the query began, or one that came before its end.
 */
public final class Replacements
{
    private volatile int requested;
    private volatile int answered;

    /**
     * Replaces the catalog with its next version.
     *
     * @param request sends the request that makes a version the current one
     * @throws AssertionError if the answer is not 200
     */
    public synchronized void replace(IntFunction<Answer> request)
    {
        int version = requested + 1;
        requested = version;
        request.apply(version).assertOk();
        answered = version;
    }

    /**
     * Returns the moment before a query, or after its answer.
     */
    public Moment now()
    {
        return new Moment(answered, requested);
    }

    /**
     * @param answered the last version whose request was answered
     * @param requested the last version that was requested
     */
    public record Moment(int answered, int requested)
    {
        /**
         * Verifies that a query between two moments could see this version.
         *
         * @return whether another version took its place before the query's end
         */
        public static boolean verifyPossible(Moment start, long version, Moment end)
        {
            verify(version >= start.answered, "Version %s answered after version %s had replaced it", version, start.answered);
            verify(version <= end.requested, "Version %s answered, which nobody had requested", version);
            return version < end.answered;
        }
    }
}

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
package io.prestodynamic.benchmarks.replace;

import static com.google.common.base.Verify.verify;

/**
 * Result of a query about rows with a version: their number, the smallest and the largest version.
 */
record VersionedRows(Object count, Object firstVersion, Object lastVersion)
{
    /**
     * Verifies that there are this many rows, all of one version, and returns the version.
     */
    long verifyOneVersion(long expectedCount)
    {
        verify(count.equals(expectedCount), "%s rows rather than %s", count, expectedCount);
        verify(firstVersion.equals(lastVersion), "Rows of version %s beside rows of version %s", firstVersion, lastVersion);
        return (long) firstVersion;
    }
}

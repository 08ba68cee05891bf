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
package io.prestodynamic.benchmarks.report;

import static io.prestodynamic.benchmarks.report.Progress.progress;
import static java.util.Objects.requireNonNull;

/**
 * Count of failures. Prints the first few of them.
 */
public final class Failures
{
    private static final int MAX_MESSAGES = 5;

    private final String subject;
    private int count;

    /**
     * @param subject what fails
     */
    public Failures(String subject)
    {
        this.subject = requireNonNull(subject, "subject is null");
    }

    public synchronized void add(Throwable failure)
    {
        count++;
        if (count <= MAX_MESSAGES) {
            progress("FAILED: %s: %s", subject, failure.getMessage());
        }
    }

    public synchronized int count()
    {
        return count;
    }
}

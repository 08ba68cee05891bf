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

import com.google.common.base.VerifyException;

import static io.prestodynamic.benchmarks.report.Measurements.since;

/**
 * Outcomes of the requests or statements of one kind. Thread-safe.
 */
public final class Outcomes
{
    private final Measurements times = new Measurements();
    private final Failures failures;
    private final Failures wrongAnswers;

    /**
     * @param subject what fails
     */
    public Outcomes(String subject)
    {
        failures = new Failures(subject);
        wrongAnswers = new Failures("answer to " + subject);
    }

    /**
     * Runs a task. Counts a wrong answer if the task throws {@link VerifyException}, and a failure if it throws anything else.
     */
    public void measure(Task task)
    {
        long start = System.nanoTime();
        try {
            task.run();
            times.add(since(start));
        }
        catch (VerifyException e) {
            wrongAnswers.add(e);
        }
        catch (Exception | AssertionError e) {
            failures.add(e);
        }
    }

    /**
     * Returns the durations of the tasks with a correct answer.
     */
    public Measurements times()
    {
        return times;
    }

    public int count()
    {
        return times.count() + failures() + wrongAnswers();
    }

    public int failures()
    {
        return failures.count();
    }

    public int wrongAnswers()
    {
        return wrongAnswers.count();
    }

    public interface Task
    {
        void run()
                throws Exception;
    }
}

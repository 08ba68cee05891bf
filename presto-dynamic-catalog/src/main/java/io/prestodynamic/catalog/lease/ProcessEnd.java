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
package io.prestodynamic.catalog.lease;

import static com.google.common.util.concurrent.Uninterruptibles.sleepUninterruptibly;
import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * End of this process, even if a shutdown hook hangs.
 */
final class ProcessEnd
{
    private static final int STATUS = 1;
    private static final int DEADLINE_SECONDS = 10;

    private ProcessEnd() {}

    /**
     * Ends the process with status 1, and halts it if its shutdown takes more than ten seconds. Does not return.
     */
    static void exit()
    {
        Thread deadline = new Thread(ProcessEnd::haltAtDeadline, "dynamic-catalog-halt");
        deadline.setDaemon(true);
        deadline.start();
        System.exit(STATUS);
    }

    private static void haltAtDeadline()
    {
        sleepUninterruptibly(DEADLINE_SECONDS, SECONDS);
        // the log may be closed already
        System.err.printf("The shutdown of this process has not ended after %s seconds, so the process is halted%n", DEADLINE_SECONDS);
        Runtime.getRuntime().halt(STATUS);
    }
}

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
package io.prestodynamic.locator;

import java.io.IOException;

/**
 * Check of whether an announced coordinator is usable, because announcements may be outdated.
 */
@FunctionalInterface
public interface CoordinatorCheck
{
    /**
     * Checks a coordinator. Called by several threads at once. Interrupted when the result is no longer needed.
     *
     * @throws IOException if the coordinator does not answer; the message has the reason without its name
     */
    CheckResult check(Coordinator coordinator)
            throws IOException, InterruptedException;
}

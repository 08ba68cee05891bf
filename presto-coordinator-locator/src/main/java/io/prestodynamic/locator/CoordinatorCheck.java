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
 * Decides whether an announced coordinator is handed out. What discovery says may be old.
 */
@FunctionalInterface
public interface CoordinatorCheck
{
    /**
     * Called by several threads at once, each of which is interrupted when nobody waits for the result any more.
     *
     * @throws IOException where the coordinator cannot be asked, which refuses it: the message says why, as it would follow the coordinator's name
     */
    CheckResult check(Coordinator coordinator)
            throws IOException, InterruptedException;
}

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

import java.util.Optional;

/**
 * Listener to changes of the current coordinator.
 */
@FunctionalInterface
public interface CoordinatorListener
{
    /**
     * Called by the poll thread, which waits for the return. Exceptions are logged, and do not affect other listeners.
     *
     * @param previous empty if there was none
     * @param current empty if there is none
     */
    void changed(Optional<Coordinator> previous, Optional<Coordinator> current);
}

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
package io.prestodynamic.catalog.server.page;

import java.net.URI;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * Node that serves the page.
 */
public interface PageHost
{
    /**
     * A coordinator that always takes requests about catalogs.
     */
    PageHost COORDINATOR = Optional::empty;

    /**
     * Returns why this node takes no requests about catalogs, or empty if it does.
     */
    Optional<Refusal> getRefusal();

    /**
     * @param message a sentence
     * @param coordinator the node that takes such requests, if it is known
     */
    record Refusal(String message, Optional<URI> coordinator)
    {
        public Refusal
        {
            requireNonNull(message, "message is null");
            requireNonNull(coordinator, "coordinator is null");
        }
    }
}

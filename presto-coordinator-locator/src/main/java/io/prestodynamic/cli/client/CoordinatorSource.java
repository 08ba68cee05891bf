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
package io.prestodynamic.cli.client;

import java.io.Closeable;
import java.net.URI;
import java.util.Optional;

/**
 * Source of the address of the coordinator. Used by one thread.
 */
interface CoordinatorSource
        extends Closeable
{
    /**
     * @throws ClientException if no coordinator is found
     */
    URI current();

    /**
     * Returns the coordinator that a request goes to after this one has not answered it, or empty if there can be no other.
     */
    Optional<URI> after(URI failed);

    @Override
    void close();
}

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
package io.prestodynamic.catalog.spi;

/**
 * Listener of attempts to change catalogs. The event listener of a coordinator is told about them if it implements this interface beside {@code EventListener}.
 */
public interface CatalogEventListener
{
    /**
     * Called once for each attempt after it has ended, in the order in which attempts end, by one thread at a time. The attempt does not wait for it. An event is lost if
     * the method throws, or if too many events wait because it is slow.
     */
    void catalogEvent(CatalogEvent event);
}

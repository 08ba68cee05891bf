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
package io.prestodynamic.catalog.manager;

import io.prestodynamic.catalog.CatalogException;

import javax.annotation.concurrent.ThreadSafe;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import static io.prestodynamic.catalog.CatalogErrorCode.CONCURRENT_CHANGE;

/**
 * Makes changes of one catalog serial within this coordinator, without a lock: whoever comes second is told so.
 */
@ThreadSafe
class NameReservations
{
    private final Set<String> names = ConcurrentHashMap.newKeySet();

    /**
     * @throws CatalogException with {@code CONCURRENT_CHANGE} where the catalog is being changed
     */
    Reservation reserve(String name)
    {
        return tryReserve(name).orElseThrow(() ->
                new CatalogException(CONCURRENT_CHANGE, "Catalog %s is being changed by another request; try again when that has ended".formatted(name)));
    }

    Optional<Reservation> tryReserve(String name)
    {
        return names.add(name) ? Optional.of(() -> names.remove(name)) : Optional.empty();
    }

    interface Reservation
            extends AutoCloseable
    {
        @Override
        void close();
    }
}

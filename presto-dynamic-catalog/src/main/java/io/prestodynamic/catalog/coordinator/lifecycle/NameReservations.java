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
package io.prestodynamic.catalog.coordinator.lifecycle;

import io.prestodynamic.catalog.CatalogException;

import javax.annotation.concurrent.ThreadSafe;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import static io.prestodynamic.catalog.CatalogErrorCode.CONCURRENT_CHANGE;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.CompletableFuture.completedFuture;

/**
 * Reservations of catalog names. They serialize the changes of a catalog within this coordinator: a second change is refused. A comparison with the store holds a
 * name only while it reads and decides, never while it loads, so a change waits for it.
 */
@ThreadSafe
public class NameReservations
{
    private enum Purpose
    {
        CHANGE,
        COMPARISON,
    }

    private final ConcurrentMap<String, Held> names = new ConcurrentHashMap<>();

    /**
     * Reserves a name for a change. Waits for a comparison of the name to end.
     */
    public Reservation reserve(String name)
    {
        Held mine = new Held(name, Purpose.CHANGE);
        for (Held other = names.putIfAbsent(name, mine); other != null; other = names.putIfAbsent(name, mine)) {
            if (other.purpose == Purpose.CHANGE) {
                throw new CatalogException(CONCURRENT_CHANGE, "Catalog %s is being changed by another request; try again when that has ended".formatted(name));
            }
            other.released.join();
        }
        return mine;
    }

    /**
     * Reserves a name for a comparison with the store, which must be short.
     * @return empty if the name is reserved
     */
    public Optional<Reservation> reserveToCompare(String name)
    {
        Held mine = new Held(name, Purpose.COMPARISON);
        return names.putIfAbsent(name, mine) == null ? Optional.of(mine) : Optional.empty();
    }

    /**
     * @return completes when the present reservation of the name has ended
     */
    public CompletableFuture<Void> whenReleased(String name)
    {
        Held held = names.get(name);
        return held == null ? completedFuture(null) : held.released.copy();
    }

    public interface Reservation
            extends AutoCloseable
    {
        @Override
        void close();
    }

    private class Held
            implements Reservation
    {
        private final String name;
        private final Purpose purpose;
        private final CompletableFuture<Void> released = new CompletableFuture<>();

        Held(String name, Purpose purpose)
        {
            this.name = requireNonNull(name, "name is null");
            this.purpose = requireNonNull(purpose, "purpose is null");
        }

        @Override
        public void close()
        {
            names.remove(name, this);
            released.complete(null);
        }
    }
}

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
import io.prestodynamic.catalog.coordinator.lifecycle.NameReservations.Reservation;
import org.testng.annotations.Test;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

public class TestNameReservations
{
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private final NameReservations reservations = new NameReservations();

    @Test
    public void testSecondChangeIsRefused()
    {
        Reservation change = reservations.reserve("changed");
        assertThatExceptionOfType(CatalogException.class).isThrownBy(() -> reservations.reserve("changed")).withMessageContaining("is being changed by another request");
        assertThat(reservations.reserveToCompare("changed")).isEmpty();
        reservations.reserve("other").close();

        CompletableFuture<Void> released = reservations.whenReleased("changed");
        assertThat(released).isNotDone();
        change.close();
        assertThat(released).isDone();
        reservations.reserve("changed").close();
    }

    @Test
    public void testChangeWaitsForComparison()
    {
        Reservation comparison = reservations.reserveToCompare("compared").orElseThrow();
        assertThat(reservations.reserveToCompare("compared")).isEmpty();
        CompletableFuture<Reservation> change = supplyAsync(() -> reservations.reserve("compared"));
        assertThat(change).isNotDone();
        comparison.close();
        assertThat(change).succeedsWithin(TIMEOUT);
        // it is the change's now
        comparison.close();
        assertThat(reservations.reserveToCompare("compared")).isEmpty();
        change.join().close();
        assertThat(reservations.whenReleased("compared")).isDone();
    }
}

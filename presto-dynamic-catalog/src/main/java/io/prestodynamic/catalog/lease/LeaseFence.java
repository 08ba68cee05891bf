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

import com.facebook.airlift.log.Logger;
import com.google.common.base.Ticker;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.lease.peer.CoordinatorAnnouncements;
import io.prestodynamic.catalog.lease.peer.LeasePeer;
import io.prestodynamic.catalog.lease.peer.LeasePeers;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import static io.prestodynamic.catalog.lease.ActiveCoordinatorState.ACTIVE;
import static io.prestodynamic.catalog.lease.ActiveCoordinatorState.FENCED;
import static io.prestodynamic.catalog.lease.ActiveCoordinatorState.STANDBY;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

/**
 * Fence of a coordinator that cannot renew its lease. Asks the other coordinators for promises not to take it, and withdraws the announcement of the server
 * while it is not active.
 */
final class LeaseFence
{
    private static final Logger log = Logger.get(LeaseFence.class);

    private final LeaseKeeper keeper;
    private final LeasePeers peers;
    private final CoordinatorAnnouncements announcements;
    private final long timeoutMillis;
    private final Ticker ticker;
    private ActiveCoordinatorState lastState = STANDBY;
    private volatile boolean announcing;

    LeaseFence(LeaseKeeper keeper, LeasePeers peers, CoordinatorAnnouncements announcements, Duration timeout, Ticker ticker)
    {
        this.keeper = requireNonNull(keeper, "keeper is null");
        this.peers = requireNonNull(peers, "peers is null");
        this.announcements = requireNonNull(announcements, "announcements is null");
        this.timeoutMillis = timeout.toMillis();
        this.ticker = requireNonNull(ticker, "ticker is null");
    }

    void serverAnnounces()
    {
        announcing = true;
    }

    void pass()
            throws InterruptedException
    {
        updateAnnouncement();
        if ((lastState == ACTIVE || lastState == FENCED) && keeper.getValidity().isOverdue()) {
            list();
            ask();
            updateAnnouncement();
        }
    }

    private void list()
            throws InterruptedException
    {
        long time = ticker.read();
        try {
            List<LeasePeer> listed = peers.list().get(timeoutMillis, MILLISECONDS);
            keeper.getValidity().list(time, listed);
        }
        catch (ExecutionException | TimeoutException e) {
            log.debug(e, "Discovery does not list the other coordinators");
        }
    }

    private void ask()
            throws InterruptedException
    {
        CompletableFuture<?>[] answers = keeper.getValidity().getPeers().stream()
                .map(this::ask)
                .toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(answers).get(timeoutMillis, MILLISECONDS);
        }
        catch (ExecutionException | TimeoutException e) {
            log.debug(e, "Another coordinator does not answer");
        }
    }

    private CompletableFuture<Void> ask(LeasePeer peer)
    {
        long time = ticker.read();
        long term = keeper.getTerm();
        return peers.ask(peer, term).thenAccept(answer -> keeper.getValidity().accept(peer, time, answer, term));
    }

    private void updateAnnouncement()
    {
        ActiveCoordinatorState state = keeper.getState();
        if (state != lastState) {
            logChange(state);
            lastState = state;
        }
        if (!announcing) {
            return;
        }
        if (state == ACTIVE) {
            announcements.restore();
        }
        else {
            announcements.withdraw();
        }
    }

    private void logChange(ActiveCoordinatorState state)
    {
        if (state == FENCED) {
            Optional<URI> successor = keeper.getValidity().getSuccessor();
            log.warn("This coordinator takes no more statements: it has not renewed its lease for %s, and %s",
                    keeper.getAge().convertToMostSuccinctTimeUnit(),
                    successor.map(uri -> uri + " is active").orElse("another one may be active"));
        }
        else if (lastState == FENCED && state == ACTIVE) {
            log.info("This coordinator takes statements again");
        }
    }
}

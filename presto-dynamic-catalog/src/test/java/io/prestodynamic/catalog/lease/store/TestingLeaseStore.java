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
package io.prestodynamic.catalog.lease.store;

import io.prestodynamic.catalog.CatalogException;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;

import static io.prestodynamic.catalog.CatalogErrorCode.STORE_UNAVAILABLE;

/**
 * Connection of one coordinator to a lease in memory, which can be interrupted.
 */
public class TestingLeaseStore
        implements LeaseStore
{
    private final AtomicReference<Optional<LeaseRecord>> lease;
    private final AtomicInteger requests = new AtomicInteger();
    private volatile boolean reachable = true;
    private volatile boolean losingAnswers;
    private volatile Runnable onRequest = () -> {};
    private volatile Predicate<String> disconnected = session -> false;

    public TestingLeaseStore(AtomicReference<Optional<LeaseRecord>> lease)
    {
        this.lease = lease;
    }

    public void disconnect()
    {
        reachable = false;
    }

    public void connect()
    {
        reachable = true;
        losingAnswers = false;
    }

    /**
     * Makes the following changes, and reports that they have failed.
     */
    public void loseAnswers()
    {
        losingAnswers = true;
    }

    /**
     * Sets what runs before and after each request, such as the passage of time.
     */
    public void onRequest(Runnable action)
    {
        onRequest = action;
    }

    /**
     * Sets which sessions have ended.
     */
    public void setDisconnected(Predicate<String> disconnected)
    {
        this.disconnected = disconnected;
    }

    public int getRequests()
    {
        return requests.get();
    }

    @Override
    public Optional<LeaseRecord> read()
    {
        checkReachable();
        Optional<LeaseRecord> found = lease.get();
        onRequest.run();
        return found;
    }

    @Override
    public boolean take(Optional<LeaseRecord> expected, LeaseRecord mine)
    {
        return change(before -> before.equals(expected) ? Optional.of(mine) : Optional.empty());
    }

    @Override
    public boolean renew(String session)
    {
        return change(before -> before.filter(held -> held.isHeldBy(session))
                .map(held -> new LeaseRecord(held.environment(), held.nodeId(), held.uri(), held.session(), held.term(), held.renewals() + 1)));
    }

    @Override
    public void release(String session)
    {
        change(before -> before.filter(held -> held.isHeldBy(session))
                .map(held -> new LeaseRecord(held.environment(), held.nodeId(), held.uri(), "", held.term(), held.renewals())));
    }

    @Override
    public boolean hasSessionEnded(String session)
    {
        onRequest.run();
        return reachable && disconnected.test(session);
    }

    /**
     * @param next empty if nothing is to be changed
     */
    private boolean change(Function<Optional<LeaseRecord>, Optional<LeaseRecord>> next)
    {
        checkReachable();
        Optional<LeaseRecord> before = lease.get();
        Optional<LeaseRecord> after = next.apply(before);
        boolean changed = after.isPresent() && lease.compareAndSet(before, after);
        onRequest.run();
        if (losingAnswers) {
            throw unavailable();
        }
        return changed;
    }

    private void checkReachable()
    {
        requests.incrementAndGet();
        onRequest.run();
        if (!reachable) {
            throw unavailable();
        }
    }

    private static CatalogException unavailable()
    {
        return new CatalogException(STORE_UNAVAILABLE, "The catalog store cannot be reached");
    }
}

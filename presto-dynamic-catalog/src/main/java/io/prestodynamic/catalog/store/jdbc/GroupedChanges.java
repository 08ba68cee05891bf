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
package io.prestodynamic.catalog.store.jdbc;

import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.store.jdbc.connection.JdbcTransactions;
import io.prestodynamic.catalog.store.jdbc.connection.JdbcTransactions.Change;

import javax.annotation.concurrent.ThreadSafe;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

import static com.google.common.util.concurrent.Uninterruptibles.tryAcquireUninterruptibly;
import static io.prestodynamic.catalog.CatalogErrorCode.STORE_UNAVAILABLE;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * Concurrent changes in one transaction, so that the database writes to its disk once for all of them, and one connection is enough for any number of them. A
 * change that arrives alone is made at once. If a group fails because of one of its changes, each of them gets its own transaction.
 */
@ThreadSafe
final class GroupedChanges
{
    private static final int MAX_GROUP = 100;
    // a transaction that waits longer for a row lock does not block other changes
    private static final long MAX_WAIT_SECONDS = 1;

    private final Consumer<Change> transactions;
    private final Queue<Waiting> queue = new ConcurrentLinkedQueue<>();
    private final Semaphore firstTurn = new Semaphore(1);
    private final Semaphore secondTurn = new Semaphore(1);

    /**
     * @param transactions runs a change in a transaction
     */
    GroupedChanges(Consumer<Change> transactions)
    {
        this.transactions = requireNonNull(transactions, "transactions is null");
    }

    /**
     * Makes a change. Rethrows the exceptions of the change and its transaction.
     */
    void make(Change change)
    {
        Waiting waiting = new Waiting(change, new CompletableFuture<>());
        queue.add(waiting);
        if (tryAcquireUninterruptibly(firstTurn, MAX_WAIT_SECONDS, SECONDS)) {
            makeWaiting(waiting, firstTurn);
        }
        else {
            secondTurn.acquireUninterruptibly();
            makeWaiting(waiting, secondTurn);
        }
        waiting.await();
    }

    /**
     * Makes all waiting changes up to this one, unless another thread is making it.
     */
    private void makeWaiting(Waiting last, Semaphore acquired)
    {
        try {
            List<Waiting> group;
            do {
                group = last.result.isDone() ? List.of() : takeGroup();
                makeTogether(group);
            }
            while (!group.isEmpty());
        }
        finally {
            acquired.release();
        }
    }

    private List<Waiting> takeGroup()
    {
        List<Waiting> group = new ArrayList<>();
        while (group.size() < MAX_GROUP) {
            Waiting next = queue.poll();
            if (next == null) {
                break;
            }
            group.add(next);
        }
        return group;
    }

    private void makeTogether(List<Waiting> group)
    {
        if (group.size() < 2) {
            makeEach(group);
            return;
        }
        try {
            transactions.accept(connection -> {
                for (Waiting waiting : group) {
                    waiting.change.run(connection);
                }
            });
            group.forEach(waiting -> waiting.result.complete(null));
        }
        catch (CatalogException e) {
            if (e.getCode() == STORE_UNAVAILABLE) {
                group.forEach(waiting -> waiting.result.completeExceptionally(e));
            }
            else {
                makeEach(group);
            }
        }
        catch (Throwable e) {
            group.forEach(waiting -> waiting.result.completeExceptionally(e));
        }
    }

    private void makeEach(List<Waiting> group)
    {
        for (Waiting waiting : group) {
            try {
                transactions.accept(waiting.change);
                waiting.result.complete(null);
            }
            catch (Throwable e) {
                waiting.result.completeExceptionally(e);
            }
        }
    }

    private record Waiting(Change change, CompletableFuture<Void> result)
    {
        void await()
        {
            try {
                result.join();
            }
            catch (CompletionException e) {
                if (e.getCause() instanceof RuntimeException failure) {
                    throw failure;
                }
                throw e;
            }
        }
    }
}

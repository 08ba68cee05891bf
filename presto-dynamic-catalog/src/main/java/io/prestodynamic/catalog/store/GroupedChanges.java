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
package io.prestodynamic.catalog.store;

import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.store.JdbcTransactions.Change;

import javax.annotation.concurrent.ThreadSafe;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

import static com.google.common.util.concurrent.Uninterruptibles.tryAcquireUninterruptibly;
import static io.prestodynamic.catalog.CatalogErrorCode.STORE_UNAVAILABLE;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * Commits changes that come while another commit is going on in one transaction, so that the database writes to its disk once for all of them. A change that comes alone
 * is committed at once. Where a group cannot be committed because of one of its changes, each of them has a transaction of its own.
 */
@ThreadSafe
final class GroupedChanges
{
    private static final int MAX_GROUP = 100;
    // a commit that waits longer, for a row that somebody else holds, keeps no other from being made
    private static final long PATIENCE_SECONDS = 1;

    private final JdbcTransactions transactions;
    private final Queue<Waiting> queue = new ConcurrentLinkedQueue<>();
    private final Semaphore turn = new Semaphore(1);

    GroupedChanges(JdbcTransactions transactions)
    {
        this.transactions = requireNonNull(transactions, "transactions is null");
    }

    /**
     * @see JdbcTransactions#commit
     */
    void commit(Change change)
    {
        Waiting waiting = new Waiting(change, new CompletableFuture<>());
        queue.add(waiting);
        if (tryAcquireUninterruptibly(turn, PATIENCE_SECONDS, SECONDS)) {
            try {
                // the queue is in the order of arrival, and others may be in front
                while (!waiting.result.isDone()) {
                    commitTogether(takeGroup());
                }
            }
            finally {
                turn.release();
            }
        }
        else if (queue.remove(waiting)) {
            commitEach(List.of(waiting));
        }
        waiting.await();
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

    private void commitTogether(List<Waiting> group)
    {
        if (group.size() < 2) {
            commitEach(group);
            return;
        }
        try {
            transactions.commit(connection -> {
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
                commitEach(group);
            }
        }
        catch (Throwable e) {
            group.forEach(waiting -> waiting.result.completeExceptionally(e));
        }
    }

    private void commitEach(List<Waiting> group)
    {
        for (Waiting waiting : group) {
            try {
                transactions.commit(waiting.change);
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

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
package io.prestodynamic.catalog.store.zookeeper;

import io.prestodynamic.catalog.CatalogException;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.BadVersionException;
import org.apache.zookeeper.KeeperException.NoNodeException;
import org.apache.zookeeper.KeeperException.NodeExistsException;

import java.util.Optional;
import java.util.concurrent.Callable;

import static com.google.common.util.concurrent.Uninterruptibles.sleepUninterruptibly;
import static io.prestodynamic.catalog.CatalogErrorCode.STORE_UNAVAILABLE;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * Calls of ZooKeeper with a timeout and a retry, whose failures are described by {@link CatalogException}.
 */
public final class ZooKeeperCalls
{
    interface Change
    {
        void run()
                throws Exception;
    }

    private static final long RETRY_NANOS = SECONDS.toNanos(6);

    private final ZooKeeperConnection connection;

    public ZooKeeperCalls(ZooKeeperConnection connection)
    {
        this.connection = requireNonNull(connection, "connection is null");
    }

    /**
     * Runs an idempotent call, which is retried after a connection loss.
     */
    public <T> T callWithRetry(Callable<T> call)
    {
        long start = System.nanoTime();
        while (true) {
            awaitConnection();
            try {
                return call.call();
            }
            catch (CatalogException e) {
                throw e;
            }
            catch (Exception e) {
                if (!isConnectionFailure(e) || System.nanoTime() - start > RETRY_NANOS) {
                    throw explain(e);
                }
            }
            // until the client has noticed the loss too
            sleepUninterruptibly(20, MILLISECONDS);
        }
    }

    /**
     * Runs a call without retry. After a connection loss its outcome is unknown.
     */
    public <T> T callOnce(Callable<T> call)
    {
        awaitConnection();
        try {
            return call.call();
        }
        catch (CatalogException e) {
            throw e;
        }
        catch (Exception e) {
            throw explain(e);
        }
    }

    /**
     * Runs a change of one name without retry. After a connection loss the current version of the name shows whether the change was made.
     *
     * @param current reads the current version of the name
     * @return false if nothing was changed, because the nodes were not in the expected state
     */
    public boolean change(Change change, Callable<Optional<String>> current, Optional<String> before, Optional<String> after)
    {
        awaitConnection();
        try {
            change.run();
            return true;
        }
        catch (NodeExistsException | NoNodeException | BadVersionException e) {
            return false;
        }
        catch (CatalogException e) {
            throw e;
        }
        catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknownOutcome(e);
        }
        catch (Exception e) {
            if (!isConnectionFailure(e)) {
                throw explain(e);
            }
            Optional<String> now = lookAgain(current, e);
            if (now.equals(after)) {
                return true;
            }
            // ZooKeeper accepts no request of the old connection after the session has moved
            if (now.equals(before)) {
                throw new CatalogException(STORE_UNAVAILABLE, "The catalog store lost the connection before the change was made: repeat the request", e);
            }
            throw unknownOutcome(e);
        }
    }

    private Optional<String> lookAgain(Callable<Optional<String>> current, Exception lost)
    {
        try {
            return callWithRetry(current);
        }
        catch (CatalogException e) {
            lost.addSuppressed(e);
            throw unknownOutcome(lost);
        }
    }

    private void awaitConnection()
    {
        try {
            connection.await();
        }
        catch (Exception e) {
            throw explain(e);
        }
    }

    private static CatalogException unknownOutcome(Exception cause)
    {
        return new CatalogException(STORE_UNAVAILABLE, "The catalog store lost the connection during a change: check whether the change is there before you repeat it", cause);
    }

    private static CatalogException explain(Exception e)
    {
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return new CatalogException(STORE_UNAVAILABLE, describe(e), e);
    }

    private static String describe(Exception e)
    {
        if (isConnectionFailure(e) || !(e instanceof KeeperException)) {
            return "The catalog store cannot be reached";
        }
        return switch (((KeeperException) e).code()) {
            case NOAUTH, AUTHFAILED, INVALIDACL ->
                    "ZooKeeper denies access to the nodes of the catalog store: check dynamic-catalog.zookeeper.username and dynamic-catalog.zookeeper.password";
            case NOTEMPTY -> "The node of the catalog has child nodes that the catalog store has not created: delete them first";
            default -> "The catalog store reports an error (%s)".formatted(((KeeperException) e).code());
        };
    }

    private static boolean isConnectionFailure(Exception e)
    {
        if (!(e instanceof KeeperException keeperException)) {
            return false;
        }
        return switch (keeperException.code()) {
            case CONNECTIONLOSS, OPERATIONTIMEOUT, REQUESTTIMEOUT, SESSIONEXPIRED, SESSIONMOVED -> true;
            default -> false;
        };
    }
}

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

import io.airlift.units.Duration;
import org.apache.curator.framework.api.BackgroundCallback;
import org.apache.curator.framework.api.CuratorEvent;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.NoNodeException;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import static com.google.common.base.Throwables.throwIfInstanceOf;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

/**
 * Asynchronous requests to ZooKeeper with a timeout. Replaces the timeout of the ZooKeeper client, which logs the content of requests that exceed it.
 */
public final class ZooKeeperRequests
{
    public interface Request
    {
        void send(BackgroundCallback callback)
                throws Exception;
    }

    private final Duration timeout;

    public ZooKeeperRequests(Duration timeout)
    {
        this.timeout = requireNonNull(timeout, "timeout is null");
    }

    /**
     * @throws NoNodeException if the node does not exist
     */
    public CuratorEvent call(Request request)
            throws Exception
    {
        return get(ask(request)).orElseThrow(NoNodeException::new);
    }

    /**
     * Returns a future response, which is empty if the node does not exist.
     */
    public CompletableFuture<Optional<CuratorEvent>> ask(Request request)
    {
        CompletableFuture<Optional<CuratorEvent>> answer = new CompletableFuture<>();
        try {
            request.send((client, event) -> {
                switch (KeeperException.Code.get(event.getResultCode())) {
                    case OK -> answer.complete(Optional.of(event));
                    case NONODE -> answer.complete(Optional.empty());
                    default -> answer.completeExceptionally(KeeperException.create(KeeperException.Code.get(event.getResultCode()), event.getPath()));
                }
            });
        }
        catch (Exception e) {
            answer.completeExceptionally(e);
        }
        return answer;
    }

    public <T> T get(CompletableFuture<T> future)
            throws Exception
    {
        try {
            return future.get(timeout.toMillis(), MILLISECONDS);
        }
        catch (ExecutionException e) {
            throwIfInstanceOf(e.getCause(), Exception.class);
            throw e;
        }
        catch (TimeoutException e) {
            throw new KeeperException.OperationTimeoutException();
        }
    }
}

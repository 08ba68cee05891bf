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
package io.prestodynamic.harness.cluster;

import io.prestodynamic.harness.client.CatalogApi;
import io.prestodynamic.harness.client.ClusterStatus;
import io.prestodynamic.harness.process.ServerProcess;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

import static com.google.common.util.concurrent.Uninterruptibles.joinUninterruptibly;
import static com.google.common.util.concurrent.Uninterruptibles.sleepUninterruptibly;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

/**
 * A thread that checks several times a second whether a coordinator has all other nodes.
 */
public class NodeWatch
        implements AutoCloseable
{
    private static final Duration INTERVAL = Duration.ofMillis(200);

    private final ServerProcess coordinator;
    private final ClusterStatus status;
    private final int others;
    private final AtomicLong looks = new AtomicLong();
    private final List<String> losses = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::run, "node-watch");
    private final Instant start = Instant.now();
    private volatile Instant end = start;
    private volatile boolean closed;

    /**
     * @param others number of nodes besides this coordinator
     */
    public NodeWatch(ServerProcess coordinator, int others)
    {
        this.coordinator = coordinator;
        this.others = others;
        status = new ClusterStatus(new CatalogApi(coordinator.getUri()), Optional.empty());
        thread.start();
    }

    /**
     * Returns the number of checks.
     */
    public long looks()
    {
        return looks.get();
    }

    /**
     * Returns the time between the first and the last check.
     */
    public Duration watched()
    {
        return Duration.between(start, end);
    }

    /**
     * Returns a description of each check that missed a node.
     */
    public List<String> losses()
    {
        return losses;
    }

    @Override
    public void close()
    {
        closed = true;
        joinUninterruptibly(thread);
    }

    private void run()
    {
        while (!closed) {
            int active = status.activeNodes();
            looks.incrementAndGet();
            end = Instant.now();
            if (active != others) {
                losses.add("%s %s had %s of %s other nodes".formatted(Instant.now(), coordinator.getNodeId(), active, others));
            }
            sleepUninterruptibly(INTERVAL.toMillis(), MILLISECONDS);
        }
    }
}

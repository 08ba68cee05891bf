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
package io.prestodynamic.catalog.engine.queries;

import com.facebook.presto.spi.ConnectorId;
import com.google.common.collect.ImmutableList;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static java.util.concurrent.CompletableFuture.completedFuture;

/**
 * Numbers of open transactions that a test defines. The last number repeats.
 */
public class TestingOpenTransactions
        implements OpenTransactions
{
    private final ConcurrentMap<ConnectorId, List<Integer>> counts = new ConcurrentHashMap<>();
    private final ConcurrentMap<ConnectorId, String> failures = new ConcurrentHashMap<>();
    private final AtomicInteger countings = new AtomicInteger();
    private final ConcurrentMap<ConnectorId, AtomicInteger> lookups = new ConcurrentHashMap<>();

    public int getCounts()
    {
        return countings.get();
    }

    public void set(ConnectorId connectorId, Integer... sequence)
    {
        counts.put(connectorId, ImmutableList.copyOf(sequence));
        lookups.remove(connectorId);
    }

    /**
     * Returns the reason with which the queries of the connector were failed.
     */
    public Optional<String> getFailure(ConnectorId connectorId)
    {
        return Optional.ofNullable(failures.get(connectorId));
    }

    public int getLookups(ConnectorId connectorId)
    {
        return lookups.getOrDefault(connectorId, new AtomicInteger()).get();
    }

    @Override
    public int count(ConnectorId connectorId)
    {
        countings.incrementAndGet();
        return next(connectorId);
    }

    private int next(ConnectorId connectorId)
    {
        List<Integer> sequence = counts.getOrDefault(connectorId, ImmutableList.of(0));
        int index = lookups.computeIfAbsent(connectorId, id -> new AtomicInteger()).getAndIncrement();
        return sequence.get(Math.min(index, sequence.size() - 1));
    }

    @Override
    public Map<ConnectorId, Integer> count()
    {
        countings.incrementAndGet();
        return counts.keySet().stream().collect(toImmutableMap(connectorId -> connectorId, this::next));
    }

    /**
     * Completes at once. The number becomes zero unless the sequence goes on.
     */
    @Override
    public CompletableFuture<Void> fail(ConnectorId connectorId, String reason)
    {
        failures.put(connectorId, reason);
        counts.computeIfPresent(connectorId, (id, sequence) -> sequence.size() == 1 ? ImmutableList.of(0) : sequence);
        return completedFuture(null);
    }
}

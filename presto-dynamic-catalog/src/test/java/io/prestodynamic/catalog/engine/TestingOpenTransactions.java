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
package io.prestodynamic.catalog.engine;

import com.facebook.presto.spi.ConnectorId;
import com.google.common.collect.ImmutableList;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

import static com.facebook.presto.transaction.InMemoryTransactionManager.createTestTransactionManager;

/**
 * As many transactions as a test says, the last number for ever.
 */
public class TestingOpenTransactions
        extends OpenTransactions
{
    private final ConcurrentMap<ConnectorId, List<Integer>> counts = new ConcurrentHashMap<>();
    private final ConcurrentMap<ConnectorId, AtomicInteger> asked = new ConcurrentHashMap<>();

    public TestingOpenTransactions()
    {
        super(createTestTransactionManager());
    }

    public void set(ConnectorId connectorId, Integer... sequence)
    {
        counts.put(connectorId, ImmutableList.copyOf(sequence));
        asked.remove(connectorId);
    }

    /**
     * How often the connector was asked about.
     */
    public int getAsked(ConnectorId connectorId)
    {
        return asked.getOrDefault(connectorId, new AtomicInteger()).get();
    }

    @Override
    public int count(ConnectorId connectorId)
    {
        List<Integer> sequence = counts.getOrDefault(connectorId, ImmutableList.of(0));
        int index = asked.computeIfAbsent(connectorId, id -> new AtomicInteger()).getAndIncrement();
        return sequence.get(Math.min(index, sequence.size() - 1));
    }
}

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

import com.facebook.presto.metadata.Catalog;
import com.facebook.presto.spi.ConnectorId;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.prestodynamic.catalog.seam.ConnectorVersions;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;
import static com.google.common.util.concurrent.Uninterruptibles.awaitUninterruptibly;
import static java.util.Objects.requireNonNull;

/**
 * Connectors that are created at once, unless they are held by catalog name. A property with the value {@code refuse} makes the creation fail, {@code hang}
 * makes it hang until {@link #release}, and {@code one-by-one} makes the connector read single properties.
 */
public class TestingConnectorVersions
        implements ConnectorVersions
{
    private final ConcurrentMap<ConnectorId, TestingConnector> open = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, RuntimeException> failures = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, CountDownLatch> heldCreations = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, CountDownLatch> heldShutdowns = new ConcurrentHashMap<>();
    private final CountDownLatch hanging = new CountDownLatch(1);
    private final List<ConnectorId> creations = new CopyOnWriteArrayList<>();
    private final List<ConnectorId> closings = new CopyOnWriteArrayList<>();
    private volatile Consumer<TestingConnector> created = connector -> {};
    private volatile Consumer<TestingConnector> closed = connector -> {};

    public Set<ConnectorId> getOpen()
    {
        return ImmutableSet.copyOf(open.keySet());
    }

    public Optional<TestingConnector> getConnector(ConnectorId connectorId)
    {
        return Optional.ofNullable(open.get(connectorId));
    }

    public List<ConnectorId> getCreations()
    {
        return List.copyOf(creations);
    }

    public List<ConnectorId> getClosings()
    {
        return List.copyOf(closings);
    }

    public void fail(String catalogName, RuntimeException failure)
    {
        failures.put(catalogName, failure);
    }

    /**
     * Blocks the creation of the catalog's connectors until the latch is counted down.
     */
    public CountDownLatch holdCreation(String catalogName)
    {
        return heldCreations.computeIfAbsent(catalogName, name -> new CountDownLatch(1));
    }

    /**
     * Blocks the shutdown of the catalog's connectors until the latch is counted down.
     */
    public CountDownLatch holdShutdown(String catalogName)
    {
        return heldShutdowns.computeIfAbsent(catalogName, name -> new CountDownLatch(1));
    }

    /**
     * Adds an action to the creation of each connector, on its thread.
     */
    public void whenCreated(Consumer<TestingConnector> action)
    {
        created = requireNonNull(action, "action is null");
    }

    /**
     * Adds an action to the close of each connector, on its thread.
     */
    public void whenClosed(Consumer<TestingConnector> action)
    {
        closed = requireNonNull(action, "action is null");
    }

    /**
     * Releases everything that is blocked.
     */
    public void release()
    {
        hanging.countDown();
        heldCreations.values().forEach(CountDownLatch::countDown);
        heldShutdowns.values().forEach(CountDownLatch::countDown);
    }

    @Override
    public Set<String> getConnectorNames()
    {
        return ImmutableSet.of("tpch", "mysql", "jmx", "system");
    }

    @Override
    public Optional<ClassLoader> getClassLoader(String connectorName)
    {
        return Optional.empty();
    }

    @Override
    public Catalog create(ConnectorId connectorId, String connectorName, Map<String, String> given)
    {
        creations.add(connectorId);
        Map<String, String> properties = given.containsKey("one-by-one") ? given : ImmutableMap.copyOf(given);
        checkArgument(getConnectorNames().contains(connectorName), "No factory for connector %s", connectorName);
        pause(properties.containsKey("hang") ? hanging : heldCreations.get(catalogName(connectorId)));
        checkArgument(!properties.containsKey("refuse"), "%s", properties.get("refuse"));
        RuntimeException failure = failures.get(catalogName(connectorId));
        if (failure != null) {
            throw failure;
        }
        TestingConnector connector = new TestingConnector(given.containsKey("one-by-one") ? ImmutableMap.of() : properties);
        checkState(open.putIfAbsent(connectorId, connector) == null, "Connector is already open: %s", connectorId);
        created.accept(connector);
        return catalog(connectorId, connector);
    }

    @Override
    public void close(ConnectorId connectorId)
    {
        closings.add(connectorId);
        pause(heldShutdowns.get(catalogName(connectorId)));
        Optional.ofNullable(open.remove(connectorId)).ifPresent(connector -> {
            connector.shutdown();
            closed.accept(connector);
        });
    }

    public static Catalog catalog(ConnectorId connectorId, TestingConnector connector)
    {
        return new Catalog(
                catalogName(connectorId),
                connectorId,
                connector,
                new ConnectorId("$info_schema@" + connectorId),
                new TestingConnector(),
                new ConnectorId("$system@" + connectorId),
                new TestingConnector());
    }

    private static String catalogName(ConnectorId connectorId)
    {
        return Splitter.on('@').split(connectorId.toString()).iterator().next();
    }

    private static void pause(CountDownLatch latch)
    {
        if (latch != null) {
            awaitUninterruptibly(latch);
        }
    }
}

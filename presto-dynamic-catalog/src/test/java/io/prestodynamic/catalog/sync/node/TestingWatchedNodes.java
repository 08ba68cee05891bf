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
package io.prestodynamic.catalog.sync.node;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Watched nodes that remember whose warm-up was ended.
 */
public class TestingWatchedNodes
        implements WatchedNodes
{
    private final Runnable onUpdate;
    private final Set<UUID> warm = ConcurrentHashMap.newKeySet();

    public TestingWatchedNodes()
    {
        this(() -> {});
    }

    TestingWatchedNodes(Runnable onUpdate)
    {
        this.onUpdate = onUpdate;
    }

    @Override
    public void updateMonitoredServices()
    {
        onUpdate.run();
    }

    @Override
    public void endWarmup(UUID announcement)
    {
        warm.add(announcement);
    }

    public boolean isWarm(UUID announcement)
    {
        return warm.contains(announcement);
    }
}

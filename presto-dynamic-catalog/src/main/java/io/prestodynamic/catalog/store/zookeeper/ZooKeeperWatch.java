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

import com.facebook.airlift.log.Logger;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.BackgroundCallback;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.Watcher.Event.EventType;

import static java.util.Objects.requireNonNull;

/**
 * Tells a listener of changes below a node.
 */
final class ZooKeeperWatch
{
    private static final Logger log = Logger.get(ZooKeeperWatch.class);

    private final String path;
    private final Runnable listener;
    private final Watcher watcher = this::process;

    ZooKeeperWatch(String path, Runnable listener)
    {
        this.path = requireNonNull(path, "path is null");
        this.listener = requireNonNull(listener, "listener is null");
    }

    /**
     * Begins to watch, on a connection that is new.
     */
    void set(CuratorFramework client)
    {
        BackgroundCallback set = (ignored, event) -> {
            // without a connection it is tried again with the next one
            if (event.getResultCode() == KeeperException.Code.OK.intValue()) {
                listener.run();
            }
            else {
                log.warn("ZooKeeper set no watch: %s", KeeperException.Code.get(event.getResultCode()));
            }
        };
        try {
            client.watchers().add().withMode(AddWatchMode.PERSISTENT_RECURSIVE).inBackground(set).usingWatcher(watcher).forPath(path);
        }
        catch (Exception e) {
            log.warn(e, "ZooKeeper set no watch");
        }
    }

    private void process(WatchedEvent event)
    {
        // a change of the node itself is none of its children
        if (event.getPath() != null && !(event.getPath().equals(path) && event.getType() == EventType.NodeDataChanged)) {
            listener.run();
        }
    }
}

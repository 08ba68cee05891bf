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
     * Sets the watch on a new connection. Calls the listener, because changes may have been missed before.
     */
    void set(CuratorFramework client)
    {
        BackgroundCallback set = (ignored, event) -> {
            // after a connection loss the watch is set on the next connection
            if (event.getResultCode() == KeeperException.Code.OK.intValue()) {
                listener.run();
            }
            else {
                log.warn("Cannot watch the nodes of the catalog store, so changes by others are noticed later: %s", KeeperException.Code.get(event.getResultCode()));
            }
        };
        try {
            client.watchers().add().withMode(AddWatchMode.PERSISTENT_RECURSIVE).inBackground(set).usingWatcher(watcher).forPath(path);
        }
        catch (Exception e) {
            log.warn(e, "Cannot watch the nodes of the catalog store, so changes by others are noticed later");
        }
    }

    private void process(WatchedEvent event)
    {
        // a change of the data of the node itself changes no child
        if (event.getPath() != null && !(event.getPath().equals(path) && event.getType() == EventType.NodeDataChanged)) {
            listener.run();
        }
    }
}

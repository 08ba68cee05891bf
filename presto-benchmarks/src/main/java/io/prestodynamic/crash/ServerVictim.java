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
package io.prestodynamic.crash;

import io.prestodynamic.catalog.store.CatalogStoreConfig;
import io.prestodynamic.testing.TestingDatabaseServer;

import static java.util.Objects.requireNonNull;

/**
 * Database server, with a store that connects to it from a process that is not killed.
 */
final class ServerVictim
        implements Victim
{
    private static final String DATABASE = "crash";

    private final TestingDatabaseServer server;
    private boolean running = true;

    ServerVictim(TestingDatabaseServer server)
    {
        this.server = requireNonNull(server, "server is null");
        server.createDatabase(DATABASE);
    }

    @Override
    public ChangedStore open()
    {
        if (!running) {
            server.start();
            running = true;
        }
        return new LocalStore(new CatalogStoreConfig()
                .setJdbcUrl(server.getJdbcUrl(DATABASE))
                .setJdbcUsername(server.getUser())
                .setJdbcPassword(server.getPassword()));
    }

    @Override
    public void kill()
    {
        server.stop();
        running = false;
    }

    @Override
    public void close()
    {
        server.close();
    }
}

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

import com.facebook.airlift.configuration.Config;
import com.facebook.airlift.configuration.ConfigDescription;
import com.facebook.airlift.configuration.ConfigSecuritySensitive;
import io.airlift.units.Duration;
import io.airlift.units.MaxDuration;
import io.airlift.units.MinDuration;

import javax.validation.constraints.AssertTrue;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.Pattern;

import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * ZooKeeper ensemble of the store {@code zookeeper}. Valid on every node.
 */
public class ZooKeeperStoreConfig
{
    private String connectString;
    private String path = "/presto/catalogs";
    private Duration sessionTimeout = new Duration(15, SECONDS);
    private Duration connectionTimeout = new Duration(5, SECONDS);
    private String username;
    private String password;

    @Pattern(regexp = "[^,/\\s]+:[0-9]{1,5}(,[^,/\\s]+:[0-9]{1,5})*", message = "has to be of the form host:port,host:port")
    public String getConnectString()
    {
        return connectString;
    }

    @Config("dynamic-catalog.zookeeper.connect-string")
    @ConfigDescription("Servers of the ensemble, as host:port,host:port")
    public ZooKeeperStoreConfig setConnectString(String connectString)
    {
        this.connectString = connectString;
        return this;
    }

    @NotNull
    @Pattern(regexp = "(?!/zookeeper(/|$))(/[A-Za-z0-9_-][A-Za-z0-9_.-]*)+", message = "has to be a path such as /presto/catalogs, outside of /zookeeper")
    public String getPath()
    {
        return path;
    }

    @Config("dynamic-catalog.zookeeper.path")
    @ConfigDescription("Node for the exclusive use of the store, created if it does not exist")
    public ZooKeeperStoreConfig setPath(String path)
    {
        this.path = path;
        return this;
    }

    @NotNull
    @MinDuration("2s")
    @MaxDuration("5m")
    public Duration getSessionTimeout()
    {
        return sessionTimeout;
    }

    @Config("dynamic-catalog.zookeeper.session-timeout")
    @ConfigDescription("Approximate time after which a silent server is replaced by another; the ensemble may limit it")
    public ZooKeeperStoreConfig setSessionTimeout(Duration sessionTimeout)
    {
        this.sessionTimeout = sessionTimeout;
        return this;
    }

    @NotNull
    @MinDuration("100ms")
    @MaxDuration("10s")
    public Duration getConnectionTimeout()
    {
        return connectionTimeout;
    }

    @Config("dynamic-catalog.zookeeper.connection-timeout")
    @ConfigDescription("Time that a request waits for a connection before it fails")
    public ZooKeeperStoreConfig setConnectionTimeout(Duration connectionTimeout)
    {
        this.connectionTimeout = connectionTimeout;
        return this;
    }

    @Pattern(regexp = "[^:]+", message = "must not contain a colon")
    public String getUsername()
    {
        return username;
    }

    @Config("dynamic-catalog.zookeeper.username")
    @ConfigDescription("User of the digest scheme with exclusive access to the nodes; without a user everyone has access")
    public ZooKeeperStoreConfig setUsername(String username)
    {
        this.username = username;
        return this;
    }

    public String getPassword()
    {
        return password;
    }

    @Config("dynamic-catalog.zookeeper.password")
    @ConfigSecuritySensitive
    public ZooKeeperStoreConfig setPassword(String password)
    {
        this.password = password;
        return this;
    }

    @AssertTrue(message = "dynamic-catalog.zookeeper.username and dynamic-catalog.zookeeper.password need each other")
    public boolean isUserComplete()
    {
        return (username == null) == (password == null);
    }
}

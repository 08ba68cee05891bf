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

import com.facebook.presto.spi.connector.Connector;
import com.facebook.presto.spi.connector.ConnectorMetadata;
import com.facebook.presto.spi.connector.ConnectorSplitManager;
import com.facebook.presto.spi.connector.ConnectorTransactionHandle;
import com.facebook.presto.spi.transaction.IsolationLevel;
import com.facebook.presto.testing.TestingMetadata;
import com.facebook.presto.testing.TestingTransactionHandle;
import com.google.common.collect.ImmutableMap;

import java.util.Map;

import static com.google.common.base.Preconditions.checkState;

/**
 * Connector that supports shutdown only.
 */
public class TestingConnector
        implements Connector
{
    private final Map<String, String> properties;
    private volatile boolean shutDown;

    public TestingConnector()
    {
        this(ImmutableMap.of());
    }

    /**
     * @param properties if {@code connection-password} is {@code wrong}, the data source refuses it
     */
    public TestingConnector(Map<String, String> properties)
    {
        this.properties = ImmutableMap.copyOf(properties);
    }

    public Map<String, String> getProperties()
    {
        return properties;
    }

    public boolean isShutDown()
    {
        return shutDown;
    }

    @Override
    public ConnectorTransactionHandle beginTransaction(IsolationLevel isolationLevel, boolean readOnly)
    {
        return TestingTransactionHandle.create();
    }

    @Override
    public ConnectorMetadata getMetadata(ConnectorTransactionHandle transactionHandle)
    {
        checkState(!"wrong".equals(properties.get("connection-password")), "Access denied for password wrong");
        return new TestingMetadata();
    }

    @Override
    public ConnectorSplitManager getSplitManager()
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public void shutdown()
    {
        shutDown = true;
    }
}

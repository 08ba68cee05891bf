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
package io.prestodynamic.harness.plugin;

import com.facebook.presto.spi.ConnectorHandleResolver;
import com.facebook.presto.spi.ConnectorSplit;
import com.facebook.presto.spi.Plugin;
import com.facebook.presto.spi.connector.Connector;
import com.facebook.presto.spi.connector.ConnectorContext;
import com.facebook.presto.spi.connector.ConnectorFactory;
import com.facebook.presto.testing.TestingHandleResolver;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A connector whose rows contain a number: that of a property, or that in a file, which is read for every split.
 */
public class GenerationPlugin
        implements Plugin, ConnectorFactory
{
    public static final String CONNECTOR = "generation";

    /**
     * Number of rows of the table {@code s.t}.
     */
    public static final int ROWS = GenerationConnector.ROWS;

    private static final String PROPERTY = "generation";
    private static final String FILE_PROPERTY = "generation.file";

    public static Map<String, String> properties(int generation)
    {
        return ImmutableMap.of(PROPERTY, String.valueOf(generation));
    }

    /**
     * @param path path of the file with the number, or a reference to it
     */
    public static Map<String, String> properties(String path)
    {
        return ImmutableMap.of(FILE_PROPERTY, path);
    }

    @Override
    public Iterable<ConnectorFactory> getConnectorFactories()
    {
        return ImmutableList.of(this);
    }

    @Override
    public String getName()
    {
        return CONNECTOR;
    }

    @Override
    public ConnectorHandleResolver getHandleResolver()
    {
        return new TestingHandleResolver()
        {
            @Override
            public Class<? extends ConnectorSplit> getSplitClass()
            {
                return GenerationSplit.class;
            }
        };
    }

    @Override
    public Connector create(String catalogName, Map<String, String> config, ConnectorContext context)
    {
        String path = config.get(FILE_PROPERTY);
        if (path != null) {
            return new GenerationConnector(() -> read(Path.of(path)));
        }
        long generation = Long.parseLong(config.get(PROPERTY));
        return new GenerationConnector(() -> generation);
    }

    private static long read(Path file)
    {
        try {
            return Long.parseLong(Files.readString(file));
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

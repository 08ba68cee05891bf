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

import com.facebook.presto.spi.connector.Connector;
import com.facebook.presto.spi.connector.ConnectorContext;
import com.facebook.presto.tpcds.TpcdsConnectorFactory;
import io.prestodynamic.harness.process.ServerProcess;
import io.prestodynamic.testing.Conditions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The tpcds connector under the name {@code waiting}. On one node, its creation waits until a file exists. Runs in server processes.
 */
public class WaitingPlugin
        extends VariantPlugin
{
    public static final String CONNECTOR = "waiting";

    private static final String NODE = "wait-on-node";
    private static final String FILE = "wait-for-file";
    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    /**
     * The file that a connector waits for on one node.
     */
    public record Gate(ServerProcess node, Path file)
    {
        public Map<String, String> properties()
        {
            return Map.of(NODE, node.getNodeId(), FILE, file.toString());
        }

        /**
         * Waits until the node begins to create the connector.
         */
        public void awaitReached()
        {
            Conditions.await(node.getNodeId() + " creates the connector", Duration.ofMinutes(1), () -> Files.exists(reached(file)));
        }

        public void open()
        {
            create(file);
        }
    }

    public WaitingPlugin()
    {
        super(CONNECTOR, new TpcdsConnectorFactory());
    }

    @Override
    public Connector create(String catalogName, Map<String, String> config, ConnectorContext context)
    {
        Map<String, String> properties = new HashMap<>(config);
        String node = properties.remove(NODE);
        Path file = Path.of(properties.remove(FILE));
        if (context.getNodeManager().getCurrentNode().getNodeIdentifier().equals(node)) {
            create(reached(file));
            Conditions.await("file exists: " + file, TIMEOUT, () -> Files.exists(file));
        }
        return original.create(catalogName, properties, context);
    }

    private static Path reached(Path file)
    {
        return Path.of(file + ".reached");
    }

    private static void create(Path file)
    {
        try {
            Files.write(file, new byte[0]);
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

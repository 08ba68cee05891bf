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

import com.facebook.presto.tpch.TpchConnectorFactory;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * The tpch connector under the name {@code hanging}, whose first shutdown on each node never ends. Runs in server processes.
 */
public class HangingPlugin
        extends VariantPlugin
{
    public static final String CONNECTOR = "hanging";
    /**
     * Property with a directory. Each node that hangs creates a file of its name there.
     */
    public static final String DIRECTORY = "hang-directory";

    public HangingPlugin()
    {
        super(CONNECTOR, new TpchConnectorFactory());
    }

    @Override
    public Connector create(String catalogName, Map<String, String> config, ConnectorContext context)
    {
        Path file = Path.of(config.get(DIRECTORY), context.getNodeManager().getCurrentNode().getNodeIdentifier());
        Connector connector = original.create(catalogName, Map.of(), context);
        return (Connector) Proxy.newProxyInstance(HangingPlugin.class.getClassLoader(), new Class<?>[] {Connector.class}, (proxy, method, arguments) -> {
            if (method.getName().equals("shutdown")) {
                hang(file);
            }
            try {
                return method.invoke(connector, arguments);
            }
            catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }

    private static void hang(Path file)
            throws IOException, InterruptedException
    {
        if (!Files.exists(file)) {
            Files.createFile(file);
            new CountDownLatch(1).await();
        }
    }
}

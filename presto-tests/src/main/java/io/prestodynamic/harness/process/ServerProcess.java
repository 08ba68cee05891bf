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
package io.prestodynamic.harness.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A node of a cluster under test.
 */
public class ServerProcess
        extends LaunchedProcess
{
    /**
     * @param directory directory of its configuration and data
     */
    public ServerProcess(ServerInstallation installation, Path directory, int port, String nodeId, Map<String, String> config, Iterable<String> jvmOptions)
    {
        super(installation, directory, port, nodeId, config, jvmOptions);
        try {
            Files.createDirectories(etc().resolve("catalog"));
            Files.writeString(etc().resolve("log.properties"), "io.prestodynamic=DEBUG\n");
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Adds a file to {@code etc/catalog}, read at the next start.
     */
    public void addStaticCatalog(String name, Map<String, String> properties)
    {
        new PropertiesFile(etc().resolve("catalog").resolve(name + ".properties")).write(properties);
    }

    /**
     * Adds a file to {@code etc}, read at the next start.
     */
    public void addConfiguration(String fileName, Map<String, String> properties)
    {
        new PropertiesFile(etc().resolve(fileName)).write(properties);
    }

    /**
     * Returns true shortly before {@code SERVER STARTED} is logged.
     */
    @Override
    protected boolean isReady()
    {
        return get("/v1/info").map(response -> response.body().contains("\"starting\":false")).orElse(false);
    }
}

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

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

/**
 * A discovery server from its tarball, with the shipped configuration.
 */
public class DiscoveryServerProcess
        extends LaunchedProcess
{
    /**
     * @param config changes of the shipped configuration
     * @param inventory the service inventory
     */
    public DiscoveryServerProcess(ServerInstallation installation, Path directory, int port, String nodeId, Map<String, String> config, String inventory)
    {
        this(installation, directory, port, nodeId, config, inventory, ImmutableList.of());
    }

    /**
     * @param jvmOptions more options for {@code jvm.config}
     */
    DiscoveryServerProcess(ServerInstallation installation, Path directory, int port, String nodeId, Map<String, String> config, String inventory, List<String> jvmOptions)
    {
        super(installation, directory, port, nodeId, config, Iterables.concat(ImmutableList.of("-Xmx128m"), jvmOptions));
        try {
            Path shipped = installation.getDirectory().resolve("etc");
            new PropertiesFile(shipped.resolve("config.properties")).read().forEach((name, value) -> {
                if (!name.equals("http-server.http.port") && !config.containsKey(name)) {
                    setConfig(name, value);
                }
            });
            Files.copy(shipped.resolve("log.properties"), etc().resolve("log.properties"));
            Files.writeString(inventory(), inventory);
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns a service inventory.
     *
     * @param addresses addresses of the discovery servers by their node ids
     */
    public static String inventory(Map<String, String> addresses)
    {
        return addresses.entrySet().stream()
                .map(server -> """
                        {"id": "%s", "nodeId": "%s", "type": "discovery", "pool": "general", "location": "/%2$s", "state": "RUNNING", "properties": {"http": "%s"}}"""
                        .formatted(UUID.nameUUIDFromBytes(server.getKey().getBytes(UTF_8)), server.getKey(), server.getValue()))
                .collect(joining(",", "{\"environment\": \"test\", \"services\": [", "]}"));
    }

    @Override
    protected boolean isReady()
    {
        return get("/v1/service").map(response -> response.statusCode() == 200).orElse(false);
    }

    /**
     * Returns the listed announcements as JSON, or an empty string if the server does not list them.
     */
    public String services()
    {
        return get("/v1/service").map(response -> response.statusCode() == 200 ? response.body() : "").orElse("");
    }

    /**
     * Returns the file of the service inventory.
     */
    public Path inventory()
    {
        return etc().resolve("service-inventory.json");
    }
}

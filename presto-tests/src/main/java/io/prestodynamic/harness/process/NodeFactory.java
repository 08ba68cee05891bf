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
import com.google.common.collect.ImmutableMap;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import static java.util.Objects.requireNonNull;

/**
 * Prepares nodes of one cluster, each in a directory of its own.
 */
public class NodeFactory
{
    private static final List<String> JVM_OPTIONS = ImmutableList.of("-Xmx1200m", "-XX:+ExitOnOutOfMemoryError");

    private final ServerInstallation installation = ServerInstallation.unpack();
    private final Path directory;
    private final Map<String, String> config;
    private final List<String> jvmOptions;

    /**
     * @param config {@code config.properties} of every node
     * @param jvmOptions more options for {@code jvm.config} of every node
     */
    public NodeFactory(Path directory, Map<String, String> config, List<String> jvmOptions)
    {
        this.directory = requireNonNull(directory, "directory is null");
        this.config = ImmutableMap.copyOf(config);
        this.jvmOptions = ImmutableList.<String>builder().addAll(JVM_OPTIONS).addAll(jvmOptions).build();
    }

    /**
     * Prepares a coordinator that runs no splits.
     */
    public ServerProcess coordinator(String nodeId, int port, Map<String, String> coordinatorConfig)
    {
        return node(nodeId, port, ImmutableMap.<String, String>builder()
                .put("coordinator", "true")
                .put("node-scheduler.include-coordinator", "false")
                .putAll(coordinatorConfig)
                .build());
    }

    public ServerProcess worker(String nodeId, int port, Map<String, String> workerConfig)
    {
        return node(nodeId, port, ImmutableMap.<String, String>builder()
                .put("coordinator", "false")
                .putAll(workerConfig)
                .build());
    }

    private ServerProcess node(String nodeId, int port, Map<String, String> nodeConfig)
    {
        Map<String, String> merged = new LinkedHashMap<>(nodeConfig);
        merged.putAll(config);
        return new ServerProcess(installation, directory.resolve(nodeId), port, nodeId, merged, jvmOptions);
    }
}

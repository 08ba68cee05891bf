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
package io.prestodynamic.benchmarks.footprint;

import io.prestodynamic.harness.process.ServerProcess;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;

/**
 * Resources of an idle server after garbage collection. Files and connections do not include connections between the servers or to this process.
 *
 * @param files open files
 * @param catalogFiles versions of catalogs whose files are on the disk
 */
public record NodeFootprint(NameCounts classBytes, NameCounts threads, int loadedClasses, long metaspaceBytes, NameCounts mbeans, int files, int connections, int catalogFiles)
{
    public NodeFootprint
    {
        requireNonNull(classBytes, "classBytes is null");
        requireNonNull(threads, "threads is null");
        requireNonNull(mbeans, "mbeans is null");
    }

    /**
     * Measures all nodes of a cluster, in their order.
     */
    public static List<NodeFootprint> measure(List<ServerProcess> nodes)
    {
        return nodes.stream().map(node -> measure(node, nodes)).collect(toImmutableList());
    }

    private static NodeFootprint measure(ServerProcess node, List<ServerProcess> nodes)
    {
        try (ServerJvm jvm = new ServerJvm(node)) {
            NameCounts classBytes = jvm.liveClasses();
            OpenFiles files = OpenFiles.of(pid(node)).withoutConnectionsTo(Stream.concat(nodes.stream().map(NodeFootprint::pid), Stream.of(ProcessHandle.current().pid()))
                    .map(OpenFiles::of)
                    .collect(toImmutableList()));
            return new NodeFootprint(classBytes, jvm.threads(), jvm.loadedClasses(), jvm.metaspaceBytes(), jvm.mbeans(), files.count(), files.connections().size(), countCatalogFiles(node));
        }
    }

    private static int countCatalogFiles(ServerProcess node)
    {
        // a server runs in its data directory
        String[] versions = Path.of("/proc", Long.toString(pid(node)), "cwd/var/dynamic-catalog/files").toFile().list();
        return versions == null ? 0 : versions.length;
    }

    private static long pid(ServerProcess node)
    {
        return node.pid().orElseThrow().pid();
    }
}

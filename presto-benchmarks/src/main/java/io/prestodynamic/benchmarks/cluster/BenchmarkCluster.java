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
package io.prestodynamic.benchmarks.cluster;

import com.google.common.collect.ImmutableList;
import io.prestodynamic.harness.cluster.ProcessCluster;
import io.prestodynamic.harness.process.ServerProcess;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static java.util.Objects.requireNonNull;

/**
 * Coordinator and workers whose logs are kept after they are closed.
 */
public class BenchmarkCluster
        extends ProcessCluster
{
    private final Path logs;

    /**
     * @param name name of the directory for the logs
     */
    public BenchmarkCluster(String name, int workerCount, Map<String, String> config)
    {
        this(name, workerCount, config, ImmutableList.of());
    }

    public BenchmarkCluster(String name, int workerCount, Map<String, String> config, List<String> jvmOptions)
    {
        super(workerCount, config, jvmOptions);
        this.logs = Path.of("logs", requireNonNull(name, "name is null"));
    }

    @Override
    public void close()
    {
        try {
            keepLogs();
        }
        finally {
            super.close();
        }
    }

    private void keepLogs()
    {
        try {
            Files.createDirectories(logs);
            Files.writeString(logs.resolve("coordinator.log"), getCoordinator().log());
            List<ServerProcess> workers = getWorkers();
            for (int i = 0; i < workers.size(); i++) {
                Files.writeString(logs.resolve("worker%s.log".formatted(i + 1)), workers.get(i).log());
            }
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

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
package io.prestodynamic.benchmarks.report;

import com.sun.management.OperatingSystemMXBean;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.LocalDate;

import static java.util.Objects.requireNonNull;

/**
 * Description of the machine that a benchmark runs on, with its load when the description was created. Create it before the benchmark starts.
 */
public final class MachineDescription
{
    private final String processes;
    private final double load;

    /**
     * Describes a benchmark of server processes.
     *
     * @param nodes the server processes
     */
    public MachineDescription(String nodes)
    {
        this(machine().getSystemLoadAverage(), requireNonNull(nodes, "nodes is null") + " with a heap of 1.2 GB each and the client");
    }

    private MachineDescription(double load, String processes)
    {
        this.processes = requireNonNull(processes, "processes is null");
        this.load = load;
    }

    /**
     * Describes a benchmark that runs in its own process.
     */
    public static MachineDescription ofOneProcess(String parts)
    {
        return new MachineDescription(machine().getSystemLoadAverage(), parts + " in one process");
    }

    /**
     * Describes a benchmark without Presto servers.
     */
    public static MachineDescription ofProgram(String parts)
    {
        return new MachineDescription(machine().getSystemLoadAverage(), parts);
    }

    @Override
    public String toString()
    {
        String version = Path.of(System.getProperty("presto.server.tarball")).getFileName().toString().replaceAll("^presto-server-|\\.tar\\.gz$", "");
        String format = "%s: Presto %s, %s on one machine of %s cores and %.0f GB, load before %.1f, "
                + "%s %s, Java %s";
        return format.formatted(
                LocalDate.now(),
                version,
                processes,
                machine().getAvailableProcessors(),
                machine().getTotalMemorySize() / 1e9,
                load,
                System.getProperty("os.name"),
                System.getProperty("os.version").replaceFirst("-.*", ""),
                Runtime.version());
    }

    private static OperatingSystemMXBean machine()
    {
        return (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    }
}

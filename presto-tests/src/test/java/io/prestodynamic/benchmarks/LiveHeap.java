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
package io.prestodynamic.benchmarks;

import com.google.common.collect.Streams;
import io.prestodynamic.tests.Commands;
import io.prestodynamic.tests.ServerProcess;

import java.nio.file.Path;

/**
 * What a server's heap holds when all garbage is out of it.
 */
final class LiveHeap
{
    private static final String JCMD = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();

    private LiveHeap() {}

    static long bytes(ServerProcess node)
    {
        // a histogram begins with a full collection; what the first one finds to be finalized or cleaned, the second one frees
        histogram(node);
        String total = Streams.findLast(histogram(node).lines().filter(line -> line.startsWith("Total"))).orElseThrow();
        return Long.parseLong(total.strip().split(" +")[2]);
    }

    private static String histogram(ServerProcess node)
    {
        return Commands.run(JCMD, String.valueOf(node.pid().orElseThrow().pid()), "GC.class_histogram");
    }
}

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

import static com.google.common.collect.Streams.findLast;
import static java.util.Objects.requireNonNull;

/**
 * Log of a node, over all its starts.
 */
public record ServerLog(Path file)
{
    public ServerLog
    {
        requireNonNull(file, "file is null");
    }

    /**
     * Returns the text, which is empty if the node has not logged yet.
     */
    String text()
    {
        try {
            return Files.readString(file);
        }
        catch (IOException e) {
            return "";
        }
    }

    public String lastLines(int count)
    {
        List<String> lines = text().lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - count), lines.size()));
    }

    Instant lastStarted()
    {
        String line = findLast(text().lines().filter(entry -> entry.contains("SERVER STARTED"))).orElseThrow();
        return Instant.parse(line.substring(0, line.indexOf('\t')));
    }
}

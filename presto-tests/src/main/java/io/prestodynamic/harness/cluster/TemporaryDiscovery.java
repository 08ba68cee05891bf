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
package io.prestodynamic.harness.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;

/**
 * Discovery servers in a temporary directory.
 */
public class TemporaryDiscovery
        extends ExternalDiscovery
{
    private final Path directory;

    /**
     * Prepares the servers without starting them.
     *
     * @param config changes of the shipped configuration
     */
    public TemporaryDiscovery(Map<String, String> config)
    {
        this(createDirectory(), config);
    }

    private TemporaryDiscovery(Path directory, Map<String, String> config)
    {
        super(directory, config);
        this.directory = directory;
    }

    @Override
    public void close()
    {
        super.close();
        try {
            deleteRecursively(directory, ALLOW_INSECURE);
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path createDirectory()
    {
        try {
            return Files.createTempDirectory("discovery-servers");
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

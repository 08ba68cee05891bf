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
package io.prestodynamic.testing;

import org.apache.curator.test.InstanceSpec;
import org.apache.curator.test.TestingServer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;

/**
 * A ZooKeeper server with a directory of its own. It leaves configuration files beside its data at every start, so the directory is deleted with it.
 */
public class TestingZooKeeperServer
        extends TestingServer
{
    private final Path directory;

    public TestingZooKeeperServer()
            throws Exception
    {
        this(Files.createTempDirectory("testing-zookeeper"));
    }

    private TestingZooKeeperServer(Path directory)
            throws Exception
    {
        super(instance(directory, -1), true);
        this.directory = directory;
    }

    /**
     * Prepares a data directory, and returns the settings of a server that uses it.
     *
     * @param directory parent of the data directory
     */
    public static InstanceSpec instance(Path directory, int serverId)
    {
        try {
            return new InstanceSpec(Files.createDirectory(directory.resolve("data" + serverId)).toFile(), -1, -1, -1, false, serverId);
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close()
            throws IOException
    {
        super.close();
        deleteRecursively(directory, ALLOW_INSECURE);
    }
}

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
package io.prestodynamic.catalog.server;

import io.prestodynamic.testing.TestingLog;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static org.assertj.core.api.Assertions.assertThat;

public class TestFileWarnings
{
    private Path directory;
    private Path config;
    private Path rules;

    @BeforeMethod
    public void setUp()
            throws IOException
    {
        directory = Files.createTempDirectory("etc");
        config = Files.createFile(directory.resolve("config.properties"));
        rules = Files.createFile(directory.resolve("rules.json"));
        set(directory, "rwxr-xr-x");
        set(config, "rw-r--r--");
        set(rules, "rw-r--r--");
        Files.writeString(config, "internal-communication.shared-secret=0123456789abcdef\ndynamic-catalog.require-shared-secret=true\ndynamic-catalog.jdbc.password=\n");
    }

    @AfterMethod(alwaysRun = true)
    public void tearDown()
            throws IOException
    {
        deleteRecursively(directory, ALLOW_INSECURE);
    }

    @Test
    public void testReadableSecret()
            throws IOException
    {
        assertThat(warnings()).containsExactly(
                "Every user of the machine can read %s, which has internal-communication.shared-secret: take the permission away with chmod o-r".formatted(config));
        // as packages install it, for the group of the server
        set(config, "rw-r-----");
        assertThat(warnings()).isEmpty();
    }

    @Test
    public void testReadablePasswordFile()
            throws IOException
    {
        Path passwords = Files.createFile(directory.resolve("password.db"));
        set(passwords, "rw-r--r--");
        Files.writeString(config, "password-authenticator.name=file\nfile.password-file=%s\n".formatted(passwords));
        assertThat(warnings()).containsExactly("Every user of the machine can read %s, which has hashes of passwords: take the permission away with chmod o-r".formatted(passwords));
        set(passwords, "rw-------");
        assertThat(warnings()).isEmpty();
        Files.delete(passwords);
        assertThat(warnings()).isEmpty();
    }

    @Test
    public void testNoSecret()
            throws IOException
    {
        Files.writeString(config, "coordinator=true\n");
        assertThat(warnings()).isEmpty();
    }

    @Test
    public void testFilesInClosedDirectory()
            throws IOException
    {
        set(rules, "rw-rw-rw-");
        set(directory, "rwx------");
        assertThat(warnings()).isEmpty();
    }

    @Test
    public void testWritableFiles()
            throws IOException
    {
        set(config, "rw----rw-");
        Files.writeString(config, "coordinator=true\n");
        set(rules, "rw-rw-rw-");
        assertThat(warnings()).containsExactly(
                "Every user of the machine can change %s: take the permission away with chmod o-w".formatted(config),
                "Every user of the machine can change %s: take the permission away with chmod o-w".formatted(rules));
    }

    private List<String> warnings()
    {
        try (TestingLog log = new TestingLog(FileWarnings.class.getName())) {
            new FileWarnings(List.of(config), List.of(rules)).warn();
            return log.getMessages();
        }
    }

    private static void set(Path file, String permissions)
            throws IOException
    {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
}

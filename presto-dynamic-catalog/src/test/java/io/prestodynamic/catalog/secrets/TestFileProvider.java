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
package io.prestodynamic.catalog.secrets;

import com.google.common.collect.ImmutableSet;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

public class TestFileProvider
{
    private final FileProvider provider = new FileProvider(ImmutableSet.of());
    private Path directory;

    @BeforeMethod
    public void setUp()
            throws IOException
    {
        directory = Files.createTempDirectory("secrets").toRealPath();
    }

    @AfterMethod(alwaysRun = true)
    public void tearDown()
            throws IOException
    {
        deleteRecursively(directory, ALLOW_INSECURE);
    }

    @Test
    public void testText()
            throws IOException
    {
        assertThat(provider.getSecret(file("s3cret\n"))).isEqualTo("s3cret");
        assertThat(provider.getSecret(file("s3cret\r\n"))).isEqualTo("s3cret");
        assertThat(provider.getSecret(file(" s3cret \n\n"))).isEqualTo(" s3cret \n");
        assertThat(provider.getSecret(file("p\u00e4ssword"))).isEqualTo("p\u00e4ssword");
    }

    @Test
    public void testFollowsLink()
            throws IOException
    {
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of(file("old")));
        assertThat(provider.getSecret(link.toString())).isEqualTo("old");
    }

    @Test
    public void testNoText()
            throws IOException
    {
        assertRefused(directory.resolve("missing").toString(), "there is no such file");
        assertRefused(directory.toString(), "it is no regular file");
        assertRefused(file(""), "the file is empty");
        assertRefused(file("\n"), "the file is empty");
        assertRefused(Files.write(directory.resolve("binary"), new byte[] {(byte) 0xc3, 0x28}).toString(), "the file is not text in UTF-8");
        assertRefused(Files.write(directory.resolve("large"), new byte[1024 * 1024 + 1]).toString(), "the file is larger than 1 MB");
    }

    @Test
    public void testPath()
    {
        String message = "a file needs an absolute path without . and ..";
        assertRefused("secrets/db", message);
        assertRefused("", message);
        assertRefused(directory + "/../db", message);
        assertRefused(directory + "//db", message);
        assertRefused("/a\0b", "it is no path of a file");
    }

    @Test
    public void testRefusedDirectory()
            throws IOException
    {
        FileProvider limited = new FileProvider(ImmutableSet.of(directory));
        String key = file("s3cret");
        Path outside = Files.createTempDirectory("link").toRealPath();
        try {
            Path link = Files.createSymbolicLink(outside.resolve("link"), Path.of(key));
            for (String path : new String[] {key, link.toString()}) {
                assertThatIllegalArgumentException().isThrownBy(() -> limited.getSecret(path))
                        .withMessage("it is among the server's own files, which need dynamic-catalog.secrets.allowed-references");
            }
        }
        finally {
            deleteRecursively(outside, ALLOW_INSECURE);
        }
    }

    private String file(String text)
            throws IOException
    {
        return Files.writeString(directory.resolve("secret"), text).toString();
    }

    private void assertRefused(String key, String message)
    {
        assertThatIllegalArgumentException().isThrownBy(() -> provider.getSecret(key)).withMessage(message);
    }
}

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
package io.prestodynamic.tests.process.security;

import com.google.common.collect.ImmutableList;
import io.prestodynamic.harness.process.Commands;
import io.prestodynamic.harness.process.Commands.Result;
import io.prestodynamic.harness.process.ServerInstallation;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code bin/make-certificates} with a copy of {@code examples/secure}.
 */
@Test(singleThreaded = true)
public class TestMakeCertificates
{
    private Path directory;

    @BeforeMethod
    public void setUp()
            throws IOException
    {
        directory = Files.createTempDirectory("certificates");
        Commands.run("cp", "-r", ServerInstallation.unpack().getDirectory().resolve("examples/secure").toString() + "/.", directory.toString());
    }

    @AfterMethod(alwaysRun = true)
    public void tearDown()
            throws IOException
    {
        deleteRecursively(directory, ALLOW_INSECURE);
    }

    @Test
    public void testNamesAndAddresses()
            throws IOException, CertificateException
    {
        replace("worker/node.properties", "internal-address=127.0.0.1", "internal-address=10.1.2.4");
        replace("worker/config.properties", "discovery.uri=https://127.0.0.1:8443", "discovery.uri=https://discovery.invalid:8443");
        Result result = make("coordinator.invalid", "10.1.2.3", "fd00::1", "*.presto.invalid", "beef.cafe", "localhost");
        assertThat(result.errors()).isEmpty();
        assertThat(alternatives()).contains(
                "name coordinator.invalid", "address 10.1.2.3", "address fd00:0:0:0:0:0:0:1", "name *.presto.invalid", "name beef.cafe",
                // what it resolves to
                "name localhost", "address 127.0.0.1",
                // in the configurations
                "address 10.1.2.4", "name discovery.invalid");
        assertThat(alternatives()).doesNotHaveDuplicates();
        assertThat(result.output()).startsWith("Made a certificate for: coordinator.invalid 10.1.2.3 fd00::1 ").contains("Service announcement failed");
    }

    @DataProvider
    public static Object[][] wrongHosts()
    {
        return new Object[][] {{"https://coordinator.example.com"}, {"coordinator.example.com:8443"}, {"1.2.3"}, {"1.2.3.256"}, {"a b"}, {"-x"}, {"under_score"}, {""}};
    }

    @Test(dataProvider = "wrongHosts")
    public void testWrongHosts(String host)
    {
        Result result = make("localhost", host);
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.errors()).isEqualTo("make-certificates: '%s' is neither a host name nor an IP address; give it without https:// and without a port\n".formatted(host));
        assertThat(directory.resolve("ca.pem")).doesNotExist();
        assertThat(directory.resolve("worker/keystore.p12")).doesNotExist();
    }

    @Test
    public void testFilesAreForTheirOwner()
            throws IOException
    {
        make("localhost");
        for (String file : List.of("coordinator/config.properties", "coordinator/keystore.p12", "coordinator/truststore.p12", "coordinator/password.db", "worker/config.properties")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(file)))).as(file).isEqualTo("rw-------");
        }
        assertThat(directory.resolve("coordinator/password.db")).isEmptyFile();
        assertThat(directory.resolve("worker/password.db")).doesNotExist();
    }

    private Result make(String... hosts)
    {
        List<String> command = ImmutableList.<String>builder()
                .add(ServerInstallation.unpack().getDirectory().resolve("bin/make-certificates").toString(), directory.toString())
                .add(hosts)
                .build();
        return Commands.execute(command, Map.of("JAVA_HOME", System.getProperty("java.home")), "");
    }

    private void replace(String file, String before, String after)
            throws IOException
    {
        String content = Files.readString(directory.resolve(file));
        assertThat(content).contains(before);
        Files.writeString(directory.resolve(file), content.replace(before, after));
    }

    private List<String> alternatives()
            throws IOException, CertificateException
    {
        try (InputStream input = Files.newInputStream(directory.resolve("ca.pem"))) {
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(input);
            // 2 is a name, and 7 an address
            return certificate.getSubjectAlternativeNames().stream()
                    .map(alternative -> (alternative.get(0).equals(2) ? "name " : "address ") + alternative.get(1))
                    .collect(toImmutableList());
        }
    }
}

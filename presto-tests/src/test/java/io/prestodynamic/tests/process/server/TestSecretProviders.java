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
package io.prestodynamic.tests.process.server;

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.harness.client.CatalogApi;
import io.prestodynamic.harness.cluster.ProcessCluster;
import io.prestodynamic.harness.plugin.PluginDirectory;
import io.prestodynamic.harness.plugin.SecretsPlugin;
import io.prestodynamic.harness.process.ServerProcess;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Secrets from the environment, from files, and from a plugin.
 */
@Test(singleThreaded = true)
public class TestSecretProviders
{
    private Path directory;
    private ProcessCluster cluster;
    private CatalogApi api;

    @BeforeClass
    public void setUp()
            throws IOException
    {
        directory = Files.createTempDirectory("secret-providers");
        Path providers = Files.createDirectory(directory.resolve("providers"));
        Files.writeString(providers.resolve("vault.properties"), "secret-provider.name=%s\nsplits=7\n".formatted(SecretsPlugin.NAME));
        Files.writeString(providers.resolve("other.properties"), "secret-provider.name=not-installed\n");
        Files.writeString(directory.resolve("splits"), "5\n");
        cluster = new ProcessCluster(0, ImmutableMap.of(
                "plugin.dir", new PluginDirectory(directory, SecretsPlugin.class).withPlugin("tpcds").getPath().toString(),
                "dynamic-catalog.secrets.provider-config-dir", providers.toString()));
        ServerProcess coordinator = cluster.getCoordinator();
        coordinator.setConfig("node-scheduler.include-coordinator", "true");
        coordinator.setEnvironment(ImmutableMap.of("SPLITS", "3"));
        coordinator.start();
        api = cluster.getApi();
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
            throws IOException
    {
        if (cluster != null) {
            cluster.close();
        }
        deleteRecursively(directory, ALLOW_INSECURE);
    }

    @Test
    public void testProviders()
    {
        assertResolved("environment", "${ENV:SPLITS}");
        assertResolved("file", "${FILE:%s}".formatted(directory.resolve("splits")));
        assertResolved("plugin", "${VAULT:splits}");
    }

    @Test
    public void testUnresolved()
    {
        assertRefused("${ENV:MISSING}", "there is no such environment variable");
        assertRefused("${FILE:/missing}", "there is no such file");
        assertRefused("${VAULT:missing}", "the provider failed, and server.log has the kind of the failure");
        assertThat(cluster.getCoordinator().log()).contains("vault.properties failed: java.lang.NullPointerException in ");
        assertRefused("${VAULT:%s}".formatted(SecretsPlugin.HANG), "the provider did not answer within 10 seconds");
        assertRefused("${OTHER:x}", "no plugin has the provider not-installed, which %s names".formatted(directory.resolve("providers/other.properties")));
        assertRefused("${NONE:x}", "there is no provider NONE; there are ENV, FILE, VAULT");
    }

    @Test
    public void testOwnFiles()
    {
        assertRefused("${FILE:/proc/self/environ}", "it is among the server's own files, which need dynamic-catalog.secrets.allowed-references");
        assertRefused("${FILE:/proc/self/cwd/var/log/server.log}", "it is among the server's own files, which need dynamic-catalog.secrets.allowed-references");
    }

    private void assertResolved(String catalogName, String reference)
    {
        api.add(catalogName, "tpcds", ImmutableMap.of("tpcds.splits-per-node", reference)).assertOk();
        assertThat(api.get(catalogName).json().path("properties").path("tpcds.splits-per-node").asText()).isEqualTo(reference);
        assertThat(cluster.value("SELECT count(*) FROM %s.tiny.ship_mode".formatted(catalogName))).isEqualTo(20L);
    }

    private void assertRefused(String reference, String reason)
    {
        assertThat(api.add("refused", "tpcds", ImmutableMap.of("tpcds.splits-per-node", reference)).assertRefused(400, "INVALID_CONFIGURATION").text("message"))
                .isEqualTo("Property tpcds.splits-per-node refers to %s, which cannot be resolved: %s".formatted(reference, reason));
    }
}

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
package io.prestodynamic.discovery.client;

import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

import static org.assertj.core.api.Assertions.assertThat;

public class TestDiscoveryUri
{
    @DataProvider
    public static Object[][] uris()
    {
        return new Object[][] {
                {"172.17.31.245:8411", "http://172.17.31.245:8411"},
                {"localhost:8411", "http://localhost:8411"},
                {"[::1]:8411", "http://[::1]:8411"},
                {" d1 ", "http://d1"},
        };
    }

    @Test(dataProvider = "uris")
    public void testWithoutScheme(String uri, String expected)
            throws IOException
    {
        Properties system = configuredWith("discovery.uri=" + uri);
        DiscoveryUri.addScheme(system);
        assertThat(system).containsEntry("discovery.uri", expected);

        Properties commandLine = configuredWith("discovery.uri=https://other");
        commandLine.setProperty("discovery.uri", uri);
        DiscoveryUri.addScheme(commandLine);
        assertThat(commandLine).containsEntry("discovery.uri", expected);
    }

    @Test
    public void testNothingToAdd()
            throws IOException
    {
        for (String configuration : new String[] {"", "discovery.uri=", "discovery.uri=http://d1:8411", "discovery.uri=https://d1", "discovery.servers=d1:8411"}) {
            Properties system = configuredWith(configuration);
            DiscoveryUri.addScheme(system);
            assertThat(system).as(configuration).containsOnlyKeys("config");
        }
        Properties nothing = new Properties();
        DiscoveryUri.addScheme(nothing);
        assertThat(nothing).isEmpty();
    }

    private static Properties configuredWith(String line)
            throws IOException
    {
        Path file = Files.createTempFile("config", ".properties");
        Files.writeString(file, line);
        file.toFile().deleteOnExit();
        Properties system = new Properties();
        system.setProperty("config", file.toString());
        return system;
    }
}

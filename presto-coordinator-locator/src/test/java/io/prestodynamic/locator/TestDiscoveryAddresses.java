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
package io.prestodynamic.locator;

import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.net.URI;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

public class TestDiscoveryAddresses
{
    @Test
    public void testAddresses()
    {
        assertThat(DiscoveryAddresses.parse("host1:8411, https://Host2:443/ ,host3,[::1]:8411,http://host1:8411")).containsExactly(
                URI.create("http://host1:8411"),
                URI.create("https://host2:443"),
                URI.create("http://host3:8411"),
                URI.create("http://[::1]:8411"));
    }

    @Test(dataProvider = "wrongAddresses")
    public void testWrongAddresses(String addresses)
    {
        assertThatThrownBy(() -> DiscoveryAddresses.parse(addresses))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("discovery server");
    }

    @DataProvider
    public static Object[][] wrongAddresses()
    {
        return new Object[][] {{""}, {"host1:8411,"}, {"host1:port"}, {"host1:0"}, {"ftp://host1:21"}, {"host1:8411/path"}, {"host 1:8411"}, {"host1:8411?a=b"}};
    }

    @Test
    public void testHostNames()
    {
        assertThatThrownBy(() -> DiscoveryAddresses.parse("host_1:8411"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Not the address of a discovery server: 'host_1:8411'. The host name 'host_1' has an underscore, which a host in a URL cannot have: " +
                        "give the host another name, or use its IP address");
        assertThatThrownBy(() -> DiscoveryAddresses.parse("https://host.1:8411"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Not the address of a discovery server: 'https://host.1:8411'. 'host.1' is neither a host name nor an IP address: " +
                        "a host name has letters, digits, dots and inner hyphens, and a letter after its last dot");
        assertThatThrownBy(() -> DiscoveryAddresses.parse("::1:8411"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Not the address of a discovery server: '::1:8411'. '::1:8411' lacks the brackets of an IPv6 address, as in [::1]:8411");
    }

    @Test
    public void testPasswordIsNotRepeated()
    {
        assertThatThrownBy(() -> DiscoveryAddresses.parse("http://user:secret@host1:8411"))
                .isInstanceOf(IllegalArgumentException.class)
                .message().doesNotContain("secret");
    }
}

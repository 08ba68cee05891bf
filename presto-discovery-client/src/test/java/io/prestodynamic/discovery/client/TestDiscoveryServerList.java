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

import java.net.URI;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

public class TestDiscoveryServerList
{
    @Test
    public void testOne()
    {
        assertServers("d1:8411", "http://d1:8411");
        assertServers("http://d1:8411", "http://d1:8411");
        assertServers("HTTPS://D1.example.com:8411/", "https://d1.example.com:8411");
        assertServers("https://d1", "https://d1:443");
        assertServers("http://d1", "http://d1:80");
        assertServers("10.0.0.1:1", "http://10.0.0.1:1");
        assertServers("[::1]:65535", "http://[::1]:65535");
    }

    @Test
    public void testOrderIsKept()
    {
        assertServers("z:1, a:1 ,https://m:2,z:2", "http://z:1", "http://a:1", "https://m:2", "http://z:2");
    }

    @Test
    public void testTwice()
    {
        for (String list : new String[] {"d1:8411,d1:8411", "d1:8411,http://d1:8411/", "d1:8411,D1:8411", "http://d1,d1:80", "https://d1,d2:1,https://d1:443"}) {
            assertThatThrownBy(() -> DiscoveryServerList.parse(list)).as(list)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("is there twice");
        }
        // addresses with different schemes are different
        assertServers("http://d1:1,https://d1:1", "http://d1:1", "https://d1:1");
    }

    @DataProvider
    public Object[][] rubbish()
    {
        return Stream.of("d1", "d1:", "d1:x", "d1:0", "d1:65536", "d1:-1", ":8411", "d1:8411/", "d1:8411/v1", "http://d1:8411/v1", "http://", "http://:1", "http://d1:", "ftp://d1:1",
                        "file:///etc/x", "http://user@d1:1", "http://d1:1?x", "http://d1:1#x", "d1 d2:1", "[::1:1")
                .map(entry -> new Object[] {entry})
                .toArray(Object[][]::new);
    }

    @Test(dataProvider = "rubbish")
    public void testRubbish(String entry)
    {
        assertThatThrownBy(() -> DiscoveryServerList.parse("good:1," + entry))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + entry + "' is neither host:port nor http(s)://host:port");
    }

    @DataProvider
    public Object[][] hosts()
    {
        return new Object[][] {
                {"d_1:8411", "The host name 'd_1' has an underscore, which a host in a URL cannot have: give the host another name, or use its IP address"},
                {"https://d_1", "The host name 'd_1' has an underscore, which a host in a URL cannot have: give the host another name, or use its IP address"},
                {"::1:8411", "'::1:8411' lacks the brackets of an IPv6 address, as in [::1]:8411"},
                {"-d1:8411", "'-d1' is neither a host name nor an IP address: a host name has letters, digits, dots and inner hyphens, and a letter after its last dot"},
                {"d.1:8411", "'d.1' is neither a host name nor an IP address: a host name has letters, digits, dots and inner hyphens, and a letter after its last dot"},
                {"d\u00e9:8411", "'d\u00e9' is neither a host name nor an IP address: a host name has letters, digits, dots and inner hyphens, and a letter after its last dot"},
        };
    }

    @Test(dataProvider = "hosts")
    public void testHosts(String entry, String reason)
    {
        assertThatThrownBy(() -> DiscoveryServerList.parse("good:1," + entry))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(reason);
    }

    @Test
    public void testEmpty()
    {
        for (String list : new String[] {"", " ", ",", "d1:1,", "d1:1,,d2:1", ",d1:1"}) {
            assertThatThrownBy(() -> DiscoveryServerList.parse(list)).as(list)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("an entry is empty in '" + list + "'");
        }
    }

    private static void assertServers(String list, String... servers)
    {
        assertThat(DiscoveryServerList.parse(list)).containsExactly(Stream.of(servers).map(URI::create).toArray(URI[]::new));
    }
}

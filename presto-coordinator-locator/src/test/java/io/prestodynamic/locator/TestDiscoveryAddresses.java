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
    public void testPasswordIsNotRepeated()
    {
        assertThatThrownBy(() -> DiscoveryAddresses.parse("http://user:secret@host1:8411"))
                .isInstanceOf(IllegalArgumentException.class)
                .message().doesNotContain("secret");
    }
}

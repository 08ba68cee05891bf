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
package io.prestodynamic.discovery;

import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import static org.assertj.core.api.Assertions.assertThat;

public class TestServerAddress
{
    @DataProvider
    public Object[][] valid()
    {
        return new Object[][] {
                {"http://d1:8411"},
                {"https://d1:8411"},
                {"HTTP://d1.example.com"},
                {"http://10.0.0.1:8411"},
                {"http://[::1]:8411"},
        };
    }

    @Test(dataProvider = "valid")
    public void testValid(String address)
    {
        assertThat(ServerAddress.check(address)).isEmpty();
    }

    @DataProvider
    public Object[][] invalid()
    {
        return new Object[][] {
                {"d1:8411", "'d1:8411' is not http(s)://host:port"},
                {"http://d1:8411/", "'http://d1:8411/' is not http(s)://host:port"},
                {"http://d1:84x1", "'http://d1:84x1' is not http(s)://host:port"},
                {"http://:8411", "'http://:8411' is not http(s)://host:port"},
                {"http://100%:8411", "'http://100%:8411' is not http(s)://host:port"},
                {"http://d1:0", "'http://d1:0' is not http(s)://host:port"},
                {"http://d1:65536", "'http://d1:65536' is not http(s)://host:port"},
                {"http:d1", "'http:d1' is not http(s)://host:port"},
                {"", "'' is not http(s)://host:port"},
                {"http://d_1:8411", "The host name 'd_1' has an underscore, which a host in a URL cannot have: give the host another name, or use its IP address"},
                {"http://d_1", "The host name 'd_1' has an underscore, which a host in a URL cannot have: give the host another name, or use its IP address"},
                {"http://::1:8411", "'::1:8411' lacks the brackets of an IPv6 address, as in [::1]:8411"},
                {"http://d1-:8411", "'d1-' is neither a host name nor an IP address: a host name has letters, digits, dots and inner hyphens, and a letter after its last dot"},
                {"http://d.1:8411", "'d.1' is neither a host name nor an IP address: a host name has letters, digits, dots and inner hyphens, and a letter after its last dot"},
        };
    }

    @Test(dataProvider = "invalid")
    public void testInvalid(String address, String reason)
    {
        assertThat(ServerAddress.check(address)).hasValue(reason);
    }
}

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
package io.prestodynamic.locator.jdbc;

import com.facebook.presto.jdbc.internal.okhttp3.OkHttpClient;
import io.prestodynamic.locator.CoordinatorLocator;
import org.testng.annotations.Test;

import java.lang.ref.WeakReference;
import java.sql.SQLException;
import java.util.Properties;

import static io.prestodynamic.locator.testing.Conditions.await;
import static org.assertj.core.api.Assertions.assertThat;

public class TestSharedLocators
{
    private final SharedLocators locators = new SharedLocators();

    @Test
    public void testSharedByEqualProperties()
            throws SQLException
    {
        CoordinatorLocator locator = get("jdbc:presto-discovery://one", "alice");
        assertThat(get("jdbc:presto-discovery://one", "alice")).isSameAs(locator);
        assertThat(get("jdbc:presto-discovery://one?coordinatorTimeout=1s", "alice")).isSameAs(locator);
        assertThat(get("jdbc:presto-discovery://one", "bob")).isNotSameAs(locator);
        assertThat(get("jdbc:presto-discovery://one?SSL=true", "alice")).isNotSameAs(locator);
        assertThat(get("jdbc:presto-discovery://one?environment=test", "alice")).isNotSameAs(locator);
        assertThat(get("jdbc:presto-discovery://one,two", "alice")).isNotSameAs(locator);
    }

    @Test
    public void testNothingIsKept()
            throws SQLException
    {
        WeakReference<CoordinatorLocator> locator = new WeakReference<>(get("jdbc:presto-discovery://kept", "alice"));
        await("the locator is collected", () -> {
            System.gc();
            return locator.get() == null;
        });
    }

    private CoordinatorLocator get(String url, String user)
            throws SQLException
    {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        return locators.get(new DiscoveryUrl(url, properties), "http", new OkHttpClient());
    }
}

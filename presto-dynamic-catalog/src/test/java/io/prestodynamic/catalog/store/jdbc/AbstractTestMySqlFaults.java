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
package io.prestodynamic.catalog.store.jdbc;

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogName;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.files.FileContents;
import io.prestodynamic.catalog.store.CatalogStoreConfig;
import io.prestodynamic.testing.TestingMySqlServer;
import io.prestodynamic.testing.TestingTcpProxy;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.testng.annotations.AfterClass;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import java.time.Duration;

import static io.prestodynamic.catalog.CatalogErrorCode.STORE_UNAVAILABLE;
import static io.prestodynamic.catalog.CatalogSettings.DEFAULT;
import static io.prestodynamic.catalog.history.TestingChanges.added;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Store that reaches MySQL through a network that fails, and another one with a network that does not, which shows what is stored.
 */
@Test(singleThreaded = true)
public abstract class AbstractTestMySqlFaults
{
    protected static final Duration TIMEOUT = Duration.ofSeconds(30);

    protected TestingMySqlServer mysql;
    protected String database;
    protected TestingTcpProxy proxy;
    protected JdbcCatalogStore store;
    protected JdbcCatalogStore truth;
    private int databases;

    @BeforeClass
    public void startServer()
    {
        mysql = new TestingMySqlServer();
    }

    @AfterClass(alwaysRun = true)
    public void stopServer()
    {
        mysql.close();
    }

    @BeforeMethod
    public void openStores()
    {
        database = "test" + databases++;
        mysql.createDatabase(database);
        proxy = new TestingTcpProxy(mysql.getPort());
        store = open(proxy.getPort(), mysql.getUser(), mysql.getPassword());
        truth = open(mysql.getPort(), "root", "");
        truth.list();
    }

    @AfterMethod(alwaysRun = true)
    public void closeStores()
    {
        store.close();
        truth.close();
        proxy.close();
    }

    protected static void assertUnavailable(String message, ThrowingCallable call)
    {
        CatalogException refusal = catchThrowableOfType(CatalogException.class, call);
        assertThat(refusal.getCode()).isEqualTo(STORE_UNAVAILABLE);
        assertThat(refusal).hasMessage(message);
    }

    protected boolean isAvailable()
    {
        return catchThrowableOfType(CatalogException.class, store::list) == null;
    }

    protected CatalogVersion add(String name)
    {
        CatalogVersion version = prepare(name);
        store.add(version, DEFAULT, added(version), FileContents.NONE);
        return version;
    }

    protected CatalogVersion prepare(String name)
    {
        return store.prepare(new CatalogDefinition(new CatalogName(name), "tpch", ImmutableMap.of()));
    }

    private JdbcCatalogStore open(int port, String user, String password)
    {
        return new JdbcCatalogStore(new CatalogStoreConfig()
                .setJdbcUrl("jdbc:mysql://127.0.0.1:%s/%s?useSSL=false".formatted(port, database))
                .setJdbcUsername(user)
                .setJdbcPassword(password));
    }
}

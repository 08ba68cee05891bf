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
package io.prestodynamic.db2;

import com.facebook.presto.plugin.jdbc.BaseJdbcConfig;
import com.facebook.presto.plugin.jdbc.ConnectionFactory;
import com.facebook.presto.plugin.jdbc.DriverConnectionFactory;

import java.sql.Driver;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import java.util.ServiceLoader;

import static com.facebook.presto.plugin.jdbc.DriverConnectionFactory.basicConnectionProperties;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * IBM's JDBC driver, which its license keeps out of the plugin: users put it there.
 */
final class Db2Driver
{
    private static final String ANY_URL = "jdbc:db2://localhost:50000/database";
    private static final String LOGIN_TIMEOUT = "loginTimeout";
    private static final String MESSAGES_OF_SERVER = "retrieveMessagesFromServerOnGetMessage";

    private final Driver driver;

    private Db2Driver(Driver driver)
    {
        this.driver = requireNonNull(driver, "driver is null");
    }

    /**
     * @throws IllegalStateException if the class loader has no driver for Db2
     */
    static Db2Driver load(ClassLoader classLoader)
    {
        return ServiceLoader.load(Driver.class, classLoader).stream()
                .map(ServiceLoader.Provider::get)
                .filter(Db2Driver::isForDb2)
                .findFirst()
                .map(Db2Driver::new)
                .orElseThrow(() -> new IllegalStateException("IBM's JDBC driver is missing. "
                        + "Put the jar com.ibm.db2:jcc of Maven Central into plugin/db2 of every node, and restart the nodes"));
    }

    private static boolean isForDb2(Driver driver)
    {
        try {
            return driver.acceptsURL(ANY_URL);
        }
        catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    ConnectionFactory createConnectionFactory(BaseJdbcConfig config, Db2Config db2Config)
    {
        String url = config.getConnectionUrl();
        Properties properties = basicConnectionProperties(config);
        putUnlessInUrl(properties, url, LOGIN_TIMEOUT, String.valueOf(db2Config.getConnectionTimeout().roundTo(SECONDS)));
        // otherwise a message is a number with parameters
        putUnlessInUrl(properties, url, MESSAGES_OF_SERVER, "true");
        return new DriverConnectionFactory(driver, url, Optional.ofNullable(config.getUserCredentialName()), Optional.ofNullable(config.getPasswordCredentialName()), properties);
    }

    // the driver refuses a property that it is given twice
    private static void putUnlessInUrl(Properties properties, String url, String name, String value)
    {
        if (!url.contains(name + "=")) {
            properties.setProperty(name, value);
        }
    }
}

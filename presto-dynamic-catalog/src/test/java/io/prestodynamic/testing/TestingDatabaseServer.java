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
import java.util.List;

/**
 * A real database server on a free port of the loopback interface, in a temporary directory that {@link #close} removes. It runs with the durability that it has by
 * default, so that what is measured against it is what a user gets.
 */
public abstract class TestingDatabaseServer
        implements AutoCloseable
{
    private static final Duration STARTUP_TIMEOUT = Duration.ofMinutes(2);
    private static final String USER = "presto";
    private static final String PASSWORD = "testing-password";

    private final DatabaseProcess process;
    private final Thread shutdownHook;

    /**
     * A server that was not started yet. The one who makes it calls {@link #open}.
     */
    TestingDatabaseServer(String name)
    {
        process = DatabaseProcess.create(name);
        shutdownHook = new Thread(process::kill, name + "-shutdown");
    }

    /**
     * Makes the data directory.
     */
    abstract void install(DatabaseProcess process);

    /**
     * The command that runs the server in the foreground.
     */
    abstract List<String> command(DatabaseProcess process);

    /**
     * The database in which an administrator finds itself, and the administrator.
     */
    abstract String administrativeDatabase();

    abstract String administrator();

    abstract String administratorPassword();

    /**
     * Statements that create the user of the tests, with all rights.
     */
    abstract String[] createUser(String user, String password);

    public abstract String getJdbcUrl(String database);

    /**
     * Creates a database that the user of the tests may use.
     */
    public abstract void createDatabase(String name);

    final void open()
    {
        Runtime.getRuntime().addShutdownHook(shutdownHook);
        try {
            install(process);
            start();
            execute(administrativeDatabase(), createUser(USER, PASSWORD));
        }
        catch (Throwable e) {
            close();
            throw e;
        }
    }

    public final int getPort()
    {
        return process.port();
    }

    public final String getUser()
    {
        return USER;
    }

    public final String getPassword()
    {
        return PASSWORD;
    }

    /**
     * Runs statements in a database, as an administrator.
     */
    public final void execute(String database, String... statements)
    {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
        catch (SQLException e) {
            throw new IllegalStateException("The database refused a statement", e);
        }
    }

    /**
     * A connection of an administrator.
     */
    public final Connection connect(String database)
            throws SQLException
    {
        return DriverManager.getConnection(getJdbcUrl(database), administrator(), administratorPassword());
    }

    /**
     * Starts a server that was stopped, on the same port and with its data, and returns when it answers.
     */
    public final void start()
    {
        process.start(command(process));
        Conditions.await("The database answers", STARTUP_TIMEOUT, () -> {
            process.checkRunning();
            return answers();
        });
    }

    /**
     * Kills the server, as a crash would end it. The data stays.
     */
    public final void stop()
    {
        process.kill();
    }

    /**
     * Makes the server stand still with its connections open, as behind a broken network.
     */
    public final void freeze()
    {
        process.signal("STOP");
    }

    /**
     * Lets a frozen server go on.
     */
    public final void thaw()
    {
        process.signal("CONT");
    }

    @Override
    public final void close()
    {
        Runtime.getRuntime().removeShutdownHook(shutdownHook);
        process.kill();
        process.delete();
    }

    private boolean answers()
    {
        try (Connection connection = connect(administrativeDatabase())) {
            return connection.isValid(1);
        }
        catch (SQLException e) {
            return false;
        }
    }
}

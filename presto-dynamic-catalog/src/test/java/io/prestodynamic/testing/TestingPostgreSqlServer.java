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

import com.google.common.collect.ImmutableList;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Server of PostgreSQL 15, from Debian's package postgresql-15. PostgreSQL refuses to run as root. If the tests run as root, it runs as the user of that package.
 */
public final class TestingPostgreSqlServer
        extends TestingDatabaseServer
{
    private static final Path PROGRAMS = Path.of("/usr/lib/postgresql/15/bin");
    private static final String ADMINISTRATOR = "postgres";
    private static final String ADMINISTRATOR_PASSWORD = "administrator-password";
    private static final String UNPRIVILEGED_USER = "postgres";

    public TestingPostgreSqlServer()
    {
        super("testing-postgresql");
        open();
    }

    @Override
    void install(DatabaseProcess process)
    {
        Path password = process.directory().resolve("password");
        try {
            Files.writeString(password, ADMINISTRATOR_PASSWORD);
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (isRoot()) {
            process.run(ImmutableList.of("chown", "-R", UNPRIVILEGED_USER, process.directory().toString()));
        }
        process.run(command(
                "initdb",
                process,
                "--username=" + ADMINISTRATOR,
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--no-locale",
                "--no-sync"));
    }

    @Override
    List<String> command(DatabaseProcess process)
    {
        return command(
                "postgres",
                process,
                "-p", Integer.toString(process.port()),
                "-c", "listen_addresses=127.0.0.1",
                "-c", "unix_socket_directories=",
                // file by file it takes long after a crash, since every test has its own database
                "-c", "recovery_init_sync_method=syncfs",
                "-c", "timezone=UTC");
    }

    private static List<String> command(String program, DatabaseProcess process, String... arguments)
    {
        ImmutableList.Builder<String> command = ImmutableList.builder();
        if (isRoot()) {
            command.add("setpriv", "--reuid=" + UNPRIVILEGED_USER, "--regid=" + UNPRIVILEGED_USER, "--clear-groups");
        }
        return command
                .add(PROGRAMS.resolve(program).toString())
                .add("-D", process.directory().resolve("data").toString())
                .add(arguments)
                .build();
    }

    @Override
    String administrativeDatabase()
    {
        return "postgres";
    }

    @Override
    String administrator()
    {
        return ADMINISTRATOR;
    }

    @Override
    String administratorPassword()
    {
        return ADMINISTRATOR_PASSWORD;
    }

    @Override
    String[] createUser(String user, String password)
    {
        return new String[] {"CREATE USER %s PASSWORD '%s'".formatted(user, password)};
    }

    @Override
    public String getJdbcUrl(String database)
    {
        return "jdbc:postgresql://127.0.0.1:%s/%s".formatted(getPort(), database);
    }

    @Override
    public void createDatabase(String name)
    {
        execute(administrativeDatabase(), "CREATE DATABASE %s OWNER %s".formatted(name, getUser()));
    }

    private static boolean isRoot()
    {
        return System.getProperty("user.name").equals("root");
    }
}

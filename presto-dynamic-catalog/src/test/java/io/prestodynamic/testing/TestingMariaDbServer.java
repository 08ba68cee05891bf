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

import java.util.List;

/**
 * A real MariaDB, from Debian's packages mariadb-server-core and mariadb-client-core.
 */
public final class TestingMariaDbServer
        extends TestingDatabaseServer
{
    public TestingMariaDbServer()
    {
        super("testing-mariadb");
        open();
    }

    @Override
    void install(DatabaseProcess process)
    {
        process.run(command("/usr/bin/mariadb-install-db", process, "--auth-root-authentication-method=normal", "--skip-test-db"));
    }

    @Override
    List<String> command(DatabaseProcess process)
    {
        return command(
                "/usr/sbin/mariadbd",
                process,
                "--port=" + process.port(),
                "--bind-address=127.0.0.1",
                "--socket=" + process.directory().resolve("mariadb.sock"),
                "--pid-file=" + process.directory().resolve("mariadb.pid"),
                "--default-time-zone=+00:00");
    }

    private static List<String> command(String program, DatabaseProcess process, String... arguments)
    {
        ImmutableList.Builder<String> command = ImmutableList.<String>builder()
                .add(program)
                .add("--no-defaults")
                .add("--datadir=" + process.directory().resolve("data"));
        if (System.getProperty("user.name").equals("root")) {
            // MariaDB refuses to run as root unless told so
            command.add("--user=root");
        }
        return command.add(arguments).build();
    }

    @Override
    String administrativeDatabase()
    {
        return "mysql";
    }

    @Override
    String administrator()
    {
        return "root";
    }

    @Override
    String administratorPassword()
    {
        return "";
    }

    @Override
    String[] createUser(String user, String password)
    {
        return new String[] {
                "CREATE USER '%s'@'%%' IDENTIFIED BY '%s'".formatted(user, password),
                "GRANT ALL ON *.* TO '%s'@'%%'".formatted(user)};
    }

    @Override
    public String getJdbcUrl(String database)
    {
        return "jdbc:mariadb://127.0.0.1:%s/%s?sslMode=disable".formatted(getPort(), database);
    }

    @Override
    public void createDatabase(String name)
    {
        execute("mysql", "CREATE DATABASE `%s`".formatted(name));
    }
}

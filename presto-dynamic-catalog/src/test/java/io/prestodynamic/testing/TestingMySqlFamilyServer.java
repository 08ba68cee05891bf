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
 * Server of MySQL or MariaDB.
 */
abstract class TestingMySqlFamilyServer
        extends TestingDatabaseServer
{
    TestingMySqlFamilyServer(String name)
    {
        super(name);
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
    public void createDatabase(String name)
    {
        execute("mysql", "CREATE DATABASE `%s`".formatted(name));
    }

    /**
     * A program of the server, on the data directory.
     */
    static List<String> command(String program, DatabaseProcess process, String... options)
    {
        ImmutableList.Builder<String> command = ImmutableList.<String>builder()
                .add(program)
                .add("--no-defaults")
                .add("--datadir=" + process.directory().resolve("data"));
        if (System.getProperty("user.name").equals("root")) {
            // the programs refuse to run as root unless told so
            command.add("--user=root");
        }
        return command.add(options).build();
    }

    /**
     * The program that is the server.
     */
    static List<String> serverCommand(String program, DatabaseProcess process, String... options)
    {
        return ImmutableList.<String>builder()
                .addAll(command(program, process))
                .add("--port=" + process.port())
                .add("--bind-address=127.0.0.1")
                .add("--socket=" + process.directory().resolve("server.sock"))
                .add("--pid-file=" + process.directory().resolve("server.pid"))
                .add("--default-time-zone=+00:00")
                .add(options)
                .build();
    }
}

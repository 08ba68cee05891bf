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

import java.util.List;

/**
 * A real MariaDB, from Debian's packages mariadb-server-core and mariadb-client-core.
 */
public final class TestingMariaDbServer
        extends TestingMySqlFamilyServer
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
        return serverCommand("/usr/sbin/mariadbd", process);
    }

    @Override
    public String getJdbcUrl(String database)
    {
        return "jdbc:mariadb://127.0.0.1:%s/%s?sslMode=disable".formatted(getPort(), database);
    }
}

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
package io.prestodynamic.catalog.store.jdbc.dialect;

import com.google.common.collect.ImmutableMap;

import java.util.Map;

/**
 * MariaDB through its own driver. Statements and errors are those of MySQL.
 */
final class MariaDbDialect
        extends MySqlDialect
{
    @Override
    public String urlPrefix()
    {
        return "jdbc:mariadb:";
    }

    @Override
    public String driverClassName()
    {
        return "org.mariadb.jdbc.Driver";
    }

    @Override
    public Map<String, String> driverProperties()
    {
        return ImmutableMap.of("useLocalSessionState", "true");
    }
}

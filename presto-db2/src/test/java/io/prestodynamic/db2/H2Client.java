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
import com.facebook.presto.plugin.jdbc.DriverConnectionFactory;
import com.facebook.presto.plugin.jdbc.JdbcConnectorId;

import javax.inject.Inject;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * The client of Db2 with an H2 in its mode for Db2, which does not know all of Db2's statements.
 */
class H2Client
        extends Db2Client
{
    @Inject
    H2Client(JdbcConnectorId connectorId, BaseJdbcConfig config)
    {
        super(connectorId, config, new DriverConnectionFactory(new org.h2.Driver(), config));
    }

    @Override
    protected void execute(Connection connection, String query)
            throws SQLException
    {
        super.execute(connection, query
                .replace(" codeunits32)", ")")
                .replaceFirst("^RENAME TABLE (.+) TO ", "ALTER TABLE $1 RENAME TO ")
                .replaceFirst(" RENAME COLUMN (.+) TO ", " ALTER COLUMN $1 RENAME TO ")
                .replaceFirst("^(TRUNCATE TABLE .+) IMMEDIATE$", "$1"));
    }
}

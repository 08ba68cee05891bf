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
package io.prestodynamic.benchmarks.replace;

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.testing.TestingMySqlServer;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

import static java.util.Objects.requireNonNull;

/**
 * MySQL database whose data show which version of a catalog reads and writes them. Every version logs in as a user of its own, whose name ends with the
 * version. The views show it in each row, and a trigger stores it with each inserted row.
 */
final class VersionedDatabase
{
    /**
     * Number of rows of {@code numbers} and {@code slow}, whose ids start at 0.
     */
    static final int ROWS = 200;

    private static final double ROW_SECONDS = 0.015;
    private static final String VERSION = "CAST(SUBSTRING_INDEX(SUBSTRING_INDEX(USER(), '@', 1), '_', -1) AS SIGNED)";

    private final TestingMySqlServer mysql;
    private final String name;

    VersionedDatabase(TestingMySqlServer mysql, String name)
    {
        this.mysql = requireNonNull(mysql, "mysql is null");
        this.name = requireNonNull(name, "name is null");
        mysql.createDatabase(name);
        mysql.execute(
                name,
                "CREATE TABLE ids (id bigint PRIMARY KEY)",
                "INSERT INTO ids WITH RECURSIVE i (id) AS (SELECT 0 UNION ALL SELECT id + 1 FROM i WHERE id + 1 < %s) SELECT id FROM i".formatted(ROWS),
                "CREATE VIEW numbers AS SELECT id, %s AS version FROM ids".formatted(VERSION),
                // each row takes time, but no CPU
                "CREATE VIEW slow AS SELECT id, %s AS version, SLEEP(%s) AS pause FROM ids".formatted(VERSION, ROW_SECONDS),
                // no key, so that a row that is inserted twice is counted twice
                "CREATE TABLE inserted (number bigint, id bigint, version bigint, inserted_by bigint, INDEX (number))",
                "CREATE TRIGGER keep_version BEFORE INSERT ON inserted FOR EACH ROW SET NEW.inserted_by = %s".formatted(VERSION));
    }

    String name()
    {
        return name;
    }

    /**
     * Creates the user of a version, and returns the properties of a mysql catalog.
     */
    Map<String, String> properties(int version)
    {
        String user = "%s_%s".formatted(name, version);
        mysql.execute(
                name,
                "CREATE USER '%s'@'%%' IDENTIFIED BY '%s'".formatted(user, mysql.getPassword()),
                "GRANT ALL ON `%s`.* TO '%s'@'%%'".formatted(name, user));
        return ImmutableMap.of(
                "connection-url", mysql.getJdbcUrl(),
                "connection-user", user,
                "connection-password", mysql.getPassword(),
                "allow-drop-table", "true");
    }

    /**
     * Returns the rows of one INSERT, with the versions that read and inserted them.
     */
    VersionedRows inserted(long number)
            throws SQLException
    {
        return rows("SELECT count(*), min(least(version, inserted_by)), max(greatest(version, inserted_by)) FROM inserted WHERE number = " + number);
    }

    /**
     * Returns the rows of a table with a column {@code version}.
     */
    VersionedRows created(String table)
            throws SQLException
    {
        return rows("SELECT count(*), min(version), max(version) FROM " + table);
    }

    private VersionedRows rows(String sql)
            throws SQLException
    {
        try (Connection connection = mysql.connect(name);
                Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(sql)) {
            results.next();
            return new VersionedRows(results.getObject(1), results.getObject(2), results.getObject(3));
        }
    }
}

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

import com.facebook.presto.common.type.Type;
import com.facebook.presto.plugin.jdbc.BaseJdbcClient;
import com.facebook.presto.plugin.jdbc.BaseJdbcConfig;
import com.facebook.presto.plugin.jdbc.ConnectionFactory;
import com.facebook.presto.plugin.jdbc.JdbcColumnHandle;
import com.facebook.presto.plugin.jdbc.JdbcConnectorId;
import com.facebook.presto.plugin.jdbc.JdbcIdentity;
import com.facebook.presto.plugin.jdbc.JdbcOutputTableHandle;
import com.facebook.presto.plugin.jdbc.JdbcSplit;
import com.facebook.presto.plugin.jdbc.JdbcTableHandle;
import com.facebook.presto.plugin.jdbc.JdbcTypeHandle;
import com.facebook.presto.plugin.jdbc.QueryBuilder;
import com.facebook.presto.plugin.jdbc.ReadMapping;
import com.facebook.presto.spi.ConnectorSession;
import com.facebook.presto.spi.PrestoException;
import com.facebook.presto.spi.SchemaTableName;

import javax.inject.Inject;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import static com.facebook.presto.plugin.jdbc.JdbcErrorCode.JDBC_ERROR;
import static com.facebook.presto.spi.StandardErrorCode.NOT_SUPPORTED;
import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static java.util.Locale.ENGLISH;

/**
 * Schemas, tables and statements of Db2 for Linux, UNIX and Windows. A connection has one database, which names in statements leave out.
 */
public class Db2Client
        extends BaseJdbcClient
{
    @Inject
    public Db2Client(JdbcConnectorId connectorId, BaseJdbcConfig config, ConnectionFactory connectionFactory)
    {
        super(connectorId, config, "\"", connectionFactory);
    }

    @Override
    protected Collection<String> listSchemas(Connection connection)
    {
        return super.listSchemas(connection).stream()
                .filter(schema -> !Db2Schemas.isSystem(schema))
                .collect(toImmutableSet());
    }

    @Override
    public List<SchemaTableName> getTableNames(ConnectorSession session, JdbcIdentity identity, Optional<String> schema)
    {
        return super.getTableNames(session, identity, schema).stream()
                .filter(table -> !Db2Schemas.isSystem(table.getSchemaName()))
                .collect(toImmutableList());
    }

    @Override
    protected ResultSet getTables(Connection connection, Optional<String> schemaName, Optional<String> tableName)
            throws SQLException
    {
        DatabaseMetaData metadata = connection.getMetaData();
        Optional<String> escape = Optional.ofNullable(metadata.getSearchStringEscape());
        return metadata.getTables(
                null,
                escapeNamePattern(schemaName, escape).orElse(null),
                escapeNamePattern(tableName, escape).orElse(null),
                new String[] {"TABLE", "VIEW", "MATERIALIZED QUERY TABLE", "NICKNAME"});
    }

    @Override
    public Optional<ReadMapping> toPrestoType(ConnectorSession session, JdbcTypeHandle typeHandle)
    {
        return Db2ReadMappings.toReadMapping(typeHandle);
    }

    @Override
    protected String toSqlType(Type type)
    {
        return Db2ColumnTypes.toColumnType(type);
    }

    @Override
    public PreparedStatement buildSql(ConnectorSession session, Connection connection, JdbcSplit split, List<JdbcColumnHandle> columnHandles)
            throws SQLException
    {
        return new QueryBuilder(identifierQuote).buildSql(
                this,
                session,
                connection,
                null,
                split.getSchemaName(),
                split.getTableName(),
                columnHandles,
                Db2Filters.toDb2(split.getTupleDomain()),
                Db2Filters.toDb2(split.getAdditionalPredicate(), columnHandles));
    }

    @Override
    public void renameTable(ConnectorSession session, JdbcIdentity identity, JdbcTableHandle handle, SchemaTableName newTable)
    {
        if (!newTable.getSchemaName().equals(handle.getSchemaTableName().getSchemaName())) {
            throw new PrestoException(NOT_SUPPORTED, "Db2 cannot move a table to another schema");
        }
        renameTable(identity, handle.getSchemaName(), handle.getTableName(), newTable.getTableName().toUpperCase(ENGLISH));
    }

    @Override
    public void commitCreateTable(ConnectorSession session, JdbcIdentity identity, JdbcOutputTableHandle handle)
    {
        renameTable(identity, handle.getSchemaName(), handle.getTemporaryTableName(), handle.getTableName());
    }

    private void renameTable(JdbcIdentity identity, String schema, String table, String newTable)
    {
        execute(identity, "RENAME TABLE %s TO %s".formatted(quoted(null, schema, table), quoted(newTable)));
    }

    @Override
    public void truncateTable(ConnectorSession session, JdbcIdentity identity, JdbcTableHandle handle)
    {
        execute(identity, "TRUNCATE TABLE %s IMMEDIATE".formatted(quoted(handle)));
    }

    @Override
    public void renameColumn(ConnectorSession session, JdbcIdentity identity, JdbcTableHandle handle, JdbcColumnHandle column, String newColumnName)
    {
        execute(identity, "ALTER TABLE %s RENAME COLUMN %s TO %s".formatted(quoted(handle), quoted(column.getColumnName()), quoted(newColumnName.toUpperCase(ENGLISH))));
    }

    @Override
    public void dropColumn(ConnectorSession session, JdbcIdentity identity, JdbcTableHandle handle, JdbcColumnHandle column)
    {
        execute(identity, "ALTER TABLE %s DROP COLUMN %s".formatted(quoted(handle), quoted(column.getColumnName())));
    }

    private void execute(JdbcIdentity identity, String sql)
    {
        try (Connection connection = connectionFactory.openConnection(identity)) {
            execute(connection, sql);
        }
        catch (SQLException e) {
            throw new PrestoException(JDBC_ERROR, e);
        }
    }

    private String quoted(JdbcTableHandle table)
    {
        return quoted(null, table.getSchemaName(), table.getTableName());
    }

    // with a database, Db2 takes it for a federated server
    @Override
    protected String quoted(String catalog, String schema, String table)
    {
        return super.quoted(null, schema, table);
    }
}

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
package io.prestodynamic.catalog.sql;

import com.facebook.presto.common.resourceGroups.QueryType;
import com.facebook.presto.execution.QueryManagerConfig;
import com.facebook.presto.spi.PrestoException;
import com.facebook.presto.spi.WarningCollector;
import com.facebook.presto.spi.analyzer.AnalyzerOptions;
import com.facebook.presto.sql.analyzer.BuiltInQueryPreparer;
import com.facebook.presto.sql.parser.SqlParser;
import com.facebook.presto.sql.tree.Statement;
import com.google.common.collect.ImmutableList;
import io.prestodynamic.catalog.sql.parser.CatalogStatementParser;
import io.prestodynamic.catalog.sql.parser.ShowCreateCatalog;

import javax.inject.Inject;

import java.util.Map;
import java.util.Optional;

import static com.facebook.presto.common.resourceGroups.QueryType.DATA_DEFINITION;
import static com.facebook.presto.spi.StandardErrorCode.QUERY_TEXT_TOO_LARGE;

/**
 * Preparer of statements about catalogs. It leaves all others to Presto.
 */
public class CatalogQueryPreparer
        extends BuiltInQueryPreparer
{
    private final int maxQueryLength;

    @Inject
    public CatalogQueryPreparer(SqlParser sqlParser, QueryManagerConfig config)
    {
        super(sqlParser);
        maxQueryLength = config.getMaxQueryLength();
    }

    @Override
    public BuiltInPreparedQuery prepareQuery(AnalyzerOptions options, String query, Map<String, String> preparedStatements, WarningCollector warningCollector)
    {
        // Presto has compared the length of the masked text
        if (query.length() > maxQueryLength && CatalogStatementParser.recognizes(query)) {
            throw new PrestoException(QUERY_TEXT_TOO_LARGE, "Query text length (%s) exceeds the maximum length (%s)".formatted(query.length(), maxQueryLength));
        }
        Optional<Statement> statement = CatalogStatementParser.parse(query);
        if (statement.isEmpty()) {
            return super.prepareQuery(options, query, preparedStatements, warningCollector);
        }
        if (statement.get() instanceof ShowCreateCatalog show) {
            BuiltInPreparedQuery select = super.prepareQuery(options, CatalogDefinitionTable.select(show.getName()), preparedStatements, warningCollector);
            // a formatted text would replace the statement's own
            return new BuiltInPreparedQuery(select.getWrappedStatement(), select.getStatement(), select.getParameters(), Optional.empty(), Optional.empty());
        }
        return new PreparedChange(statement.get());
    }

    private static class PreparedChange
            extends BuiltInPreparedQuery
    {
        PreparedChange(Statement statement)
        {
            super(statement, statement, ImmutableList.of(), Optional.empty(), Optional.empty());
        }

        @Override
        public Optional<QueryType> getQueryType()
        {
            return Optional.of(DATA_DEFINITION);
        }
    }
}

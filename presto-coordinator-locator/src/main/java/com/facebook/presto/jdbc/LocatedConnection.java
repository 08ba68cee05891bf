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
package com.facebook.presto.jdbc;

import java.sql.DatabaseMetaData;
import java.sql.SQLException;

import static java.util.Objects.requireNonNull;

/**
 * Presto connection whose metadata has the URL that the user gave, and not the rewritten one.
 */
class LocatedConnection
        extends PrestoConnection
{
    private final String shownUrl;

    LocatedConnection(PrestoDriverUri uri, QueryExecutor queryExecutor, String shownUrl)
            throws SQLException
    {
        super(uri, queryExecutor);
        this.shownUrl = requireNonNull(shownUrl, "shownUrl is null");
    }

    @Override
    public DatabaseMetaData getMetaData()
    {
        return new PrestoDatabaseMetaData(this)
        {
            @Override
            public String getURL()
            {
                return shownUrl;
            }
        };
    }
}

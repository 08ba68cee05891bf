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
package io.prestodynamic.benchmarks.cluster;

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.testing.TestingMySqlServer;

import java.util.Map;

import static java.util.Locale.ENGLISH;

/**
 * Store of the catalogs of a cluster.
 */
public enum Store
{
    EMBEDDED {
        @Override
        public Map<String, String> config(TestingMySqlServer mysql)
        {
            return ImmutableMap.of();
        }
    },
    MYSQL {
        @Override
        public Map<String, String> config(TestingMySqlServer mysql)
        {
            return ImmutableMap.of(
                    "dynamic-catalog.jdbc.url", mysql.getJdbcUrl("meta"),
                    "dynamic-catalog.jdbc.username", mysql.getUser(),
                    "dynamic-catalog.jdbc.password", mysql.getPassword());
        }
    };

    /**
     * Returns the properties for {@code config.properties}.
     *
     * @param mysql server with an empty database {@code meta}
     */
    public abstract Map<String, String> config(TestingMySqlServer mysql);

    @Override
    public String toString()
    {
        return name().toLowerCase(ENGLISH);
    }
}

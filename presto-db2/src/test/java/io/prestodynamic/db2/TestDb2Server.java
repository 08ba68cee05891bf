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

import com.facebook.presto.Session;
import com.facebook.presto.testing.QueryRunner;
import com.facebook.presto.tests.AbstractTestIntegrationSmokeTest;
import com.facebook.presto.tests.DistributedQueryRunner;
import com.facebook.presto.tpch.TpchPlugin;
import com.google.common.collect.ImmutableMap;
import io.airlift.tpch.TpchTable;
import org.testng.annotations.Test;

import static com.facebook.presto.testing.TestingSession.testSessionBuilder;
import static com.facebook.presto.tests.QueryAssertions.copyTpchTables;
import static com.google.common.base.Strings.isNullOrEmpty;
import static com.google.common.base.Verify.verify;
import static java.lang.System.getProperty;

/**
 * Presto's smoke test of connectors, with a server of Db2 that system properties name. The tables of tpch are written to the schema.
 */
@Test
public class TestDb2Server
        extends AbstractTestIntegrationSmokeTest
{
    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        Session session = testSessionBuilder().setCatalog("db2").setSchema(required("db2.schema")).build();
        DistributedQueryRunner runner = new DistributedQueryRunner(session, 2);
        try {
            runner.installPlugin(new TpchPlugin());
            runner.createCatalog("tpch", "tpch");
            runner.installPlugin(new Db2Plugin());
            runner.createCatalog("db2", "db2", ImmutableMap.of(
                    "connection-url", required("db2.url"),
                    "connection-user", required("db2.user"),
                    "connection-password", required("db2.password"),
                    "allow-drop-table", "true"));
            copyTpchTables(runner, "tpch", "tiny", session, TpchTable.getTables());
            return runner;
        }
        catch (Exception e) {
            runner.close();
            throw e;
        }
    }

    private static String required(String property)
    {
        String value = getProperty(property);
        verify(!isNullOrEmpty(value), "-D%s is missing", property);
        return value;
    }
}

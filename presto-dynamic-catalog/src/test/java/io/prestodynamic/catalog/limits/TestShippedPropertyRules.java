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
package io.prestodynamic.catalog.limits;

import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogName;
import io.prestodynamic.catalog.rules.RulesFile;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_CONFIGURATION;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Rules for properties that the tarball has in {@code etc/property-rules.json}.
 */
public class TestShippedPropertyRules
{
    private final CatalogLimits limits = new CatalogLimits(Set.of(), new RulesFile<>("properties", PropertyRule.class, Path.of("../etc/single-node/property-rules.json")));

    @DataProvider
    public Object[][] refused()
    {
        return new Object[][] {
                {"hive-hadoop2", "hive.metastore", "file"},
                {"hive-hadoop2", "hive.metastore", "FILE"},
                {"iceberg", "hive.metastore", "file"},
                {"localfile", "presto-local-file.http-request-log.location", "/etc/presto/config.properties"},
                {"mysql", "connection-url", "jdbc:mysql://db:3306/?allowLoadLocalInfile=true"},
                {"mysql", "connection-url", "jdbc:mysql://db:3306?allowLoadLocalInfile=true"},
                {"mysql", "connection-url", "jdbc:mysql://db/?useSSL=false&allowLoadLocalInfile=yes"},
                {"mysql", "connection-url", "JDBC:MySQL://db/?ALLOWLOADLOCALINFILE=TRUE"},
                {"mysql", "connection-url", "jdbc:mysql://db/?allowLoadLocalInfile=%74rue"},
                {"mysql", "connection-url", "jdbc:mysql://db/?%61llowLoadLocalInfile=true"},
                {"mysql", "connection-url", "jdbc:mysql://db/? allowLoadLocalInfile = true"},
                {"mysql", "connection-url", "jdbc:mysql://db/?allowLoadLocalInfile=false&allowLoadLocalInfile=true"},
                {"mysql", "connection-url", "jdbc:mysql://db/?allowLoadLocalInf\u0131le=true"},
                {"mysql", "connection-url", "jdbc:mysql://db/?allowLoadLocalInfile"},
                {"mysql", "connection-url", "jdbc:mysql://db/?x=%zz&allowLoadLocalInfile=true"},
                {"mysql", "connection-url", "jdbc:mysql:loadbalance://a,b/?allowLoadLocalInfile=true"},
                {"mysql", "connection-url", "jdbc:mysql:replication://a,b/?autoDeserialize=true"},
                {"mysql", "connection-url", "jdbc:mysql://address=(host=db)(port=3306)(allowLoadLocalInfile=true)/"},
                {"mysql", "connection-url", "jdbc:mysql://ADDRESS=(host=db)( allowLoadLocalInfile = \"true\" )/"},
                {"mysql", "connection-url", "jdbc:mysql://address=(host=db)(allowLoadLocalInfile=true=false)/"},
                {"mysql", "connection-url", "jdbc:mysql://a,address=(host=b)(autoDeserialize='true')/?useSSL=false"},
                {"mysql", "connection-url", "jdbc:mysql://(host=db,port=3306,allowLoadLocalInfile=true)/"},
                {"mysql", "connection-url", "jdbc:mysql://[(host=a,allowUrlInLocalInfile=true),b]/"},
                {"mysql", "connection-url", "jdbc:mysql://root:x@(host=a,%61utoDeserialize=true)/"},
                {"mysql", "connection-url", "jdbc:mysql://db/?allowUrlInLocalInfile=true"},
                {"mysql", "connection-url", "jdbc:mysql://db/?allowLoadLocalInfileInPath=/etc"},
                {"mysql", "connection-url", "jdbc:mysql://db/?serverRSAPublicKeyFile=/etc/passwd&useSSL=false"},
                {"mysql", "connection-url", "jdbc:mysql://db/?queryInterceptors=com.mysql.cj.jdbc.interceptors.ServerStatusDiffInterceptor"},
                {"mysql", "connection-url", "jdbc:mysql://db/?statementInterceptors=com.mysql.jdbc.interceptors.ServerStatusDiffInterceptor"},
                {"mysql", "connection-url", "jdbc:mysql://db/?socketFactory=com.mysql.jdbc.NamedPipeSocketFactory&namedPipePath=/tmp/x"},
                {"mysql", "connection-url", "jdbc:mysql://db/?propertiesTransform=com.example.Evil"},
                {"mysql", "connection-url", "jdbc:mysql://db/?loadBalanceStrategy=com.example.Evil"},
                {"mysql", "connection-url", "jdbc:mysql://db/?trustCertificateKeyStoreUrl=http://169.254.169.254/"},
                {"mysql", "connection-url", "jdbc:mysql://db/?trustCertificateKeyStoreUrl=file://db/x"},
                {"postgresql", "connection-url", "jdbc:postgresql://db/shop?socketFactory=com.example.Evil&socketFactoryArg=x"},
                {"postgresql", "connection-url", "jdbc:postgresql://db/shop?sslfactory=com.example.Evil"},
                {"sqlserver", "connection-url", "jdbc:sqlserver://db;encrypt=true;trustManagerClass={com.example.Evil}"},
                {"db2", "connection-url", "jdbc:db2://db:50000/SHOP:clientRerouteServerListJNDIName=ldap://example.com/a;"},
                {"db2", "connection-url", "jdbc:db2://db:50000/SHOP:sslConnection=true;pluginClassName=com.example.Evil;"},
                {"db2", "connection-url", "jdbc:db2://db:50000/SHOP:sslConnection=true;traceFile=/etc/cron.d/a;"},
        };
    }

    @Test(dataProvider = "refused")
    public void testRefused(String connector, String property, String value)
    {
        assertThatThrownBy(() -> check(connector, property, value))
                .isInstanceOf(CatalogException.class)
                .hasMessageStartingWith("Property %s of connector %s is not allowed to have this value: ".formatted(property, connector))
                .hasMessageEndingWith(" (a rule of dynamic-catalog.property-rules.file)")
                .extracting(e -> ((CatalogException) e).getCode()).isEqualTo(INVALID_CONFIGURATION);
    }

    @DataProvider
    public Object[][] allowed()
    {
        return new Object[][] {
                {"hive-hadoop2", "hive.metastore", "thrift"},
                {"hive-hadoop2", "hive.metastore.uri", "thrift://metastore:9083"},
                {"localfile", "presto-local-file.http-request-log.pattern", "*.log"},
                {"mysql", "connection-url", "jdbc:mysql://db:3306"},
                {"mysql", "connection-url", "jdbc:mysql://db:3306/?useSSL=true&serverTimezone=UTC&allowLoadLocalInfile=false"},
                {"mysql", "connection-url", "jdbc:mysql://address=(host=db)(port=3306)(allowLoadLocalInfile=NO)/"},
                {"mysql", "connection-url", "jdbc:mysql:loadbalance://a,b/?loadBalanceStrategy=bestResponseTime"},
                {"mysql", "connection-url", "jdbc:mysql://db/?trustCertificateKeyStoreUrl=file:/etc/truststore.jks"},
                {"mysql", "connection-password", "?allowLoadLocalInfile=true"},
                {"postgresql", "connection-url", "jdbc:postgresql://db/shop?ssl=true&sslfactory=org.postgresql.ssl.NonValidatingFactory"},
                {"sqlserver", "connection-url", "jdbc:sqlserver://db;databaseName=shop;password={a;trustManagerClass=b}"},
                {"db2", "connection-url", "jdbc:db2://db:50000/SHOP:sslConnection=true;loginTimeout=5;"},
        };
    }

    @Test(dataProvider = "allowed")
    public void testAllowed(String connector, String property, String value)
    {
        assertThatCode(() -> check(connector, property, value)).doesNotThrowAnyException();
    }

    private void check(String connector, String property, String value)
    {
        limits.check(new CatalogDefinition(new CatalogName("shop"), connector, Map.of(property, value)));
    }
}

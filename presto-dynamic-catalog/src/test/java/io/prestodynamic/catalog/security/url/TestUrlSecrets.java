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
package io.prestodynamic.catalog.security.url;

import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

public class TestUrlSecrets
{
    /**
     * URLs of the connectors of Presto with nothing secret in them.
     */
    @DataProvider
    public Object[][] harmless()
    {
        return rows(
                "jdbc:mysql://host:3306",
                "jdbc:mysql://host:3306/?useSSL=false&serverTimezone=UTC&user=root",
                "jdbc:mysql://h1:3306,h2:3306/db?connectTimeout=1000&allowLoadLocalInfile=false",
                "jdbc:mysql:loadbalance://h1,h2/db",
                "jdbc:mysql://address=(host=h)(port=3306)(user=u)/db",
                "jdbc:mysql://(host=h,port=3306)/db",
                "jdbc:mariadb://[::1]:3306/db?sslMode=verify-full",
                "jdbc:postgresql://host/db?ssl=true&sslmode=verify-full&currentSchema=a,b&ApplicationName=presto",
                "jdbc:postgresql:db",
                "jdbc:sqlserver://host\\instance:1433;databaseName=a b;encrypt=true;trustServerCertificate=false;",
                "jdbc:oracle:thin:@//host:1521/service",
                "jdbc:oracle:thin:@host:1521:sid",
                "jdbc:oracle:thin:@(DESCRIPTION=(ADDRESS=(PROTOCOL=tcp)(HOST=h)(PORT=1521))(CONNECT_DATA=(SERVICE_NAME=s)))",
                "jdbc:clickhouse://host:8123/default?socket_timeout=30000",
                "jdbc:sap://host:30015/?encrypt=true",
                "jdbc:presto://host:8080/catalog/schema?SSL=true&user=u",
                "jdbc:redshift://host:5439/db",
                "jdbc:singlestore://host:3306/db?useSsl=true",
                "mongodb://h1:27017,h2:27017/db?replicaSet=rs&authSource=admin",
                "thrift://host:9083",
                "thrift://h1:9083,thrift://h2:9083",
                "http://host:8080/path/day=1",
                "hdfs://nameservice/user/hive/warehouse",
                "s3://bucket/path@1/x",
                "abfss://container@account.dfs.core.windows.net/path",
                "file:///var/lib/data",
                "host:9092,host2:9092",
                "user@host",
                "");
    }

    @DataProvider
    public Object[][] masked()
    {
        return new Object[][] {
                {"jdbc:mysql://host/db?user=u&password=p4ss", "jdbc:mysql://host/db?user=u&password=******"},
                {"jdbc:mysql://host/db?password=p4ss&user=u", "jdbc:mysql://host/db?password=******&user=u"},
                {"jdbc:mysql://host/db?user=u&Password=p4ss&useSSL=true", "jdbc:mysql://host/db?user=u&Password=******&useSSL=true"},
                {"jdbc:mysql://host/db?trustCertificateKeyStorePassword=p4ss", "jdbc:mysql://host/db?trustCertificateKeyStorePassword=******"},
                {"jdbc:mysql://host/db?unknown=value&useSSL=true", "jdbc:mysql://host/db?******&useSSL=true"},
                {"jdbc:mysql://u:p4ss@host/db", "jdbc:mysql://u:******@host/db"},
                {"jdbc:mysql://:p4ss@host/db", "jdbc:mysql://:******@host/db"},
                {"jdbc:mysql://(host=h,user=u,password=p4ss)/db", "jdbc:mysql://(host=h,user=u,password=******)/db"},
                {"jdbc:sqlserver://host:1433;user=sa;password=p4ss;encrypt=true", "jdbc:sqlserver://host:1433;user=sa;password=******;encrypt=true"},
                {"jdbc:sqlserver://host; user = sa ; password = p4ss ; encrypt = true", "jdbc:sqlserver://host; user = sa ; password = ******; encrypt = true"},
                {"jdbc:sqlserver://host;password={p4;ss};encrypt=true", "jdbc:sqlserver://host;password=******;encrypt=true"},
                {"jdbc:oracle:thin:u/p4ss@//host:1521/service", "jdbc:oracle:thin:u/******@//host:1521/service"},
                {"mongodb://u:p4ss@h1:27017,h2:27017/?replicaSet=rs", "mongodb://u:******@h1:27017,h2:27017/?replicaSet=rs"},
                {"http://u:p4ss@h1:80,http://v:p4ss@h2:80", "http://u:******@h1:80,http://v:******@h2:80"},
                {"jdbc:mysql://u:2024?p4ss@host/db?useSSL=true", "jdbc:mysql://******?******"},
                {"http://u:2024#p4ss@host/path", "http://******#******"},
                {"https://p4ss-token@host/path", "https://******@host/path"},
        };
    }

    @DataProvider
    public Object[][] secrets()
    {
        return rows(UrlsWithSecrets.ALL.toArray(String[]::new));
    }

    @Test(dataProvider = "harmless")
    public void testHarmless(String url)
    {
        assertThat(UrlSecrets.find(url).secrets()).isEmpty();
        assertThat(UrlSecrets.find(url).masked()).isEqualTo(url);
    }

    @Test(dataProvider = "masked")
    public void testMasked(String url, String masked)
    {
        assertThat(UrlSecrets.find(url).masked()).isEqualTo(masked);
        // what is masked stays as it is
        assertThat(UrlSecrets.find(masked).masked()).isEqualTo(masked);
    }

    @Test(dataProvider = "secrets")
    public void testSecrets(String url)
    {
        String masked = UrlSecrets.find(url).masked();
        assertThat(masked).contains("******").doesNotContain("Sec").doesNotContain("Ret").doesNotContain("X9y");
        assertThat(masked).startsWith(url.substring(0, url.indexOf(':')));
        assertThat(UrlSecrets.find(masked).masked()).isEqualTo(masked);
    }

    @Test(dataProvider = "secrets")
    public void testSecretsInQuotedText(String url)
    {
        // a URL that has quotes itself ends with the first
        if (!url.contains("\"")) {
            assertThat(UrlSecrets.findInText("Cannot use \"" + url + "\" now").masked()).startsWith("Cannot use \"").endsWith("\" now")
                    .doesNotContain("Sec").doesNotContain("Ret").doesNotContain("X9y");
        }
    }

    @Test(dataProvider = "masked")
    public void testText(String url, String masked)
    {
        if (!url.contains(" ")) {
            assertThat(UrlSecrets.findInText("Cannot connect to " + url + ": timeout").masked()).isEqualTo("Cannot connect to " + masked + ": timeout");
        }
    }

    @Test
    public void testAssignmentsInText()
    {
        assertThat(UrlSecrets.find("a=1, Password = 'p4 ss', b").masked()).isEqualTo("a=1, Password = ******, b");
        assertThat(UrlSecrets.find("{\"password\": \"p4 ss\"}").masked()).isEqualTo("{\"password\": ******}");
        assertThat(UrlSecrets.findInText("Property connection-password: must not be empty").masked()).isEqualTo("Property connection-password: must not be empty");
    }

    @Test(timeOut = 20_000)
    public void testLongValues()
    {
        Stream.of("a", "jdbc:", "password", "jdbc:mysql://(a=(", "jdbc:mysql://a,", "'http://", "jdbc:sqlserver://h;a={}}", "a:", "=", "a-").forEach(part -> {
            String value = part.repeat(200_000 / part.length());
            assertThat(UrlSecrets.find(value).masked()).isNotEmpty();
        });
    }

    private static Object[][] rows(String... urls)
    {
        return Stream.of(urls).map(url -> new Object[] {url}).toArray(Object[][]::new);
    }
}

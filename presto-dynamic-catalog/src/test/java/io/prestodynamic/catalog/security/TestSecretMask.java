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
package io.prestodynamic.catalog.security;

import com.google.common.collect.ImmutableMap;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

public class TestSecretMask
{
    private static final String MASK = "******";

    @DataProvider
    public Object[][] secrets()
    {
        return new Object[][] {
                {"connection-password"},
                {"password"},
                {"PASSWORD"},
                {"connection-pwd"},
                {"redis.password"},
                {"elasticsearch.auth.password"},
                {"cassandra.password"},
                {"cassandra.tls.keystore-password"},
                {"hive.metastore.thrift.client.ssl.key-password"},
                {"ssl.keystore.pass"},
                {"ssl.key.passphrase"},
                {"accumulo.passwd"},
                {"mongodb.credentials"},
                {"bigquery.credentials-key"},
                {"hive.s3.aws-secret-key"},
                {"hive.s3.aws-access-key"},
                {"elasticsearch.aws.secret-key"},
                {"elasticsearch.aws.access-key"},
                {"hive.azure.abfs.oauth.secret"},
                {"hive.azure.wasb-access-key"},
                {"hive.s3.session-token"},
                {"kafka.auth-token"},
                {"rest.api-key"},
                {"rest.apikey"},
                {"azure.account_key"},
                {"snowflake.private-key"},
        };
    }

    @DataProvider
    public Object[][] innocents()
    {
        return new Object[][] {
                {"connection-user", "root"},
                {"connection-url", "jdbc:mysql://host:3306"},
                {"hive.metastore.uri", "thrift://host:9083"},
                {"hive.metastore.authentication.type", "KERBEROS"},
                {"hive.metastore.client.keytab", "/etc/hive.keytab"},
                {"hive.hdfs.presto.keytab", "/etc/presto.keytab"},
                {"hive.s3.kms-key-id", "arn:aws:kms:1"},
                {"cassandra.tls.keystore-path", "/etc/keystore.jks"},
                {"primary-key", "id"},
                {"partition-keys", "id"},
                {"kafka.nodes", "a:9092,b:9092"},
                {"case-insensitive-name-matching", "true"},
                {"hive.s3.use-instance-credentials", "true"},
                {"elasticsearch.url-query", "http://host/?a=b&compass=north"},
                {"empty", ""},
        };
    }

    @DataProvider
    public Object[][] urls()
    {
        return new Object[][] {
                {"jdbc:mysql://host/db?user=u&password=p4ss", "jdbc:mysql://host/db?user=u&password=******"},
                {"jdbc:mysql://host/db?password=p4ss&user=u", "jdbc:mysql://host/db?password=******&user=u"},
                {"jdbc:mysql://host/db?user=u&Password=p4ss&ssl=true", "jdbc:mysql://host/db?user=u&Password=******&ssl=true"},
                {"jdbc:postgresql://host/db?sslpassword=p4ss", "jdbc:postgresql://host/db?sslpassword=******"},
                {"jdbc:mysql://host/db?trustCertificateKeyStorePassword=p4ss", "jdbc:mysql://host/db?trustCertificateKeyStorePassword=******"},
                {"jdbc:sqlserver://host:1433;user=sa;password=p4ss;encrypt=true", "jdbc:sqlserver://host:1433;user=sa;password=******;encrypt=true"},
                {"jdbc:sqlserver://host;pwd=p4ss", "jdbc:sqlserver://host;pwd=******"},
                {"jdbc:mysql://u:p4ss@host/db", "jdbc:mysql://u:******@host/db"},
                {"jdbc:mysql://u:p4@ss@host/db", "jdbc:mysql://u:******@host/db"},
                {"jdbc:mysql://u:p4:ss@host/db", "jdbc:mysql://u:******@host/db"},
                {"jdbc:mysql://:p4ss@host/db", "jdbc:mysql://:******@host/db"},
                {"mongodb://u:p4ss@h1:27017,h2:27017/?replicaSet=rs", "mongodb://u:******@h1:27017,h2:27017/?replicaSet=rs"},
                {"jdbc:mysql://(host=h,user=u,password=p4ss)/db", "jdbc:mysql://(host=h,user=u,password=******)/db"},
                {"http://host:8080/path", "http://host:8080/path"},
                {"user@host", "user@host"},
                {"jdbc:oracle:thin:u/p4ss@//host:1521/service", "jdbc:oracle:thin:u/******@//host:1521/service"},
        };
    }

    @DataProvider
    public Object[][] leakyUrls()
    {
        return new Object[][] {
                {"jdbc:mysql://u:p4ss@h1:3306,v:p4ss@h2:3306/db"},
                {"jdbc:postgresql://host/db?user=u&password=p4,ss"},
                {"jdbc:postgresql://host/db?user=u&password=p4;ss"},
                {"jdbc:postgresql://host/db?user=u&password=p4)ss"},
                {"jdbc:sqlserver://host;password={p4;ss};encrypt=true"},
        };
    }

    @Test(dataProvider = "secrets")
    public void testSecrets(String name)
    {
        assertThat(mask(name, "s3cret")).isEqualTo(MASK);
    }

    @Test(dataProvider = "innocents")
    public void testInnocents(String name, String value)
    {
        assertThat(mask(name, value)).isEqualTo(value);
    }

    @Test(dataProvider = "urls")
    public void testUrls(String url, String masked)
    {
        assertThat(mask("connection-url", url)).isEqualTo(masked);
        assertThat(SecretMask.redact("Cannot connect to " + url + " now", ImmutableMap.of())).isEqualTo("Cannot connect to " + masked + " now");
    }

    @Test(dataProvider = "leakyUrls")
    public void testNothingOfAPasswordStays(String url)
    {
        assertThat(mask("connection-url", url)).contains(MASK).doesNotContain("p4").doesNotContain("ss}");
        assertThat(mask("connection-url", url)).doesNotContainPattern("p?4?[,;)]ss");
    }

    @Test
    public void testRedact()
    {
        Map<String, String> properties = ImmutableMap.of(
                "connection-url", "jdbc:mysql://u:urlpass@host/db",
                "connection-user", "root",
                "connection-password", "s3cret",
                "other-password", "s3cret-and-more");

        assertThat(SecretMask.redact("root: s3cret-and-more, s3cret and urlpass", properties)).isEqualTo("root: ******, ****** and ******");
        assertThat(SecretMask.redact("Nothing to hide", properties)).isEqualTo("Nothing to hide");
        assertThat(SecretMask.redact("", properties)).isEmpty();
    }

    @Test
    public void testSpecialCharacters()
    {
        String secret = "$1\\E.*[(?+^|{}";
        assertThat(SecretMask.redact("a " + secret + " b", ImmutableMap.of("password", secret))).isEqualTo("a ****** b");
        assertThat(mask("connection-url", "jdbc:mysql://u:$1\\Eab@host")).isEqualTo("jdbc:mysql://u:******@host");
        assertThat(SecretMask.redact("$0 \\1 ?password=$0 $1", ImmutableMap.of())).isEqualTo("$0 \\1 ?password=****** $1");
    }

    @Test
    public void testBlankSecrets()
    {
        assertThat(SecretMask.redact("a b c", ImmutableMap.of("a-password", "", "b-password", " "))).isEqualTo("a b c");
        assertThat(mask("connection-password", "")).isIn("", MASK);
    }

    @Test
    public void testShortSecrets()
    {
        assertThat(SecretMask.redact("Connector mysql refused catalog sales", ImmutableMap.of("connection-password", "a"))).isEqualTo("Connector mysql refused catalog sales");
        assertThat(SecretMask.redact("Access denied for a", ImmutableMap.of("connection-password", "a"))).isEqualTo("Access denied for ******");
        assertThat(SecretMask.redact("It is true", ImmutableMap.of("hive.s3.use-instance-credentials", "true"))).isEqualTo("It is true");
    }

    private static String mask(String name, String value)
    {
        return SecretMask.mask(ImmutableMap.of(name, value)).get(name);
    }
}

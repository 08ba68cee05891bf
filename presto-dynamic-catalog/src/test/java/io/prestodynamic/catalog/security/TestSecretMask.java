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
import com.google.common.collect.ImmutableSet;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.util.Map;
import java.util.Set;

import static io.prestodynamic.catalog.security.SecretNames.GUESSED;
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
                {"cassandra.tls.keystore-password"},
                {"hive.metastore.thrift.client.ssl.key-password"},
                {"ssl.keystore.pass"},
                {"ssl.key.passphrase"},
                {"accumulo.passwd"},
                {"mongodb.credentials"},
                {"bigquery.credentials-key"},
                {"hive.s3.aws-secret-key"},
                {"hive.azure.abfs.oauth.secret"},
                {"hive.azure.wasb-access-key"},
                {"hive.s3.session-token"},
                {"kafka.auth-token"},
                {"kafka.sasl.jaas.config"},
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
                {"hive.s3.kms-key-id", "arn:aws:kms:1"},
                {"cassandra.tls.keystore-path", "/etc/keystore.jks"},
                {"primary-key", "id"},
                {"partition-keys", "id"},
                {"kafka.nodes", "a:9092,b:9092"},
                {"case-insensitive-name-matching", "true"},
                {"hive.s3.use-instance-credentials", "true"},
                {"user-credential-name", "user"},
                {"password-credential-name", "password"},
                {"http.authentication.krb5.credential-cache", "/tmp/krb5cc"},
                {"hive.hdfs.credential-cache-ttl", "1h"},
                {"prometheus.bearer-token-file", "/etc/token"},
                {"empty", ""},
        };
    }

    @Test
    public void testPartsOfSecrets()
    {
        String token = "eyJhbGciOiJIUzI1NiJ9.c2VjcmV0LXRva2VuLXBheWxvYWQtMDEyMzQ1Njc4OQ";
        Set<String> values = ImmutableSet.of(token, "red-pw-part-one:1,red-pw-part-two:zz", "one-secret-host:1,two-secret-host:notaport");
        SecretMask mask = new SecretMask(ImmutableMap.of("connection-user", token, "connection-password", "a long passphrase"), GUESSED, values);
        assertThat(mask.redact("Access denied for user '%s'@'localhost'".formatted(token.substring(0, 48)))).isEqualTo("Access denied for user '******'@'localhost'");
        assertThat(mask.redact("Unparseable port number: red-pw-part-two:zz")).isEqualTo("Unparseable port number: ******");
        assertThat(mask.redact("For input string: \"notaport\"")).isEqualTo("For input string: \"******\"");
        assertThat(mask.redact("begins with a long pass")).isEqualTo("begins with ******");
        assertThat(mask.redact("Nothing of a secret")).isEqualTo("Nothing of a secret");
    }

    @Test
    public void testReferences()
    {
        assertThat(mask("connection-password", "${FILE:/run/secrets/db}")).isEqualTo("${FILE:/run/secrets/db}");
        assertThat(mask("connection-password", "${ENV:A}${ENV:B}")).isEqualTo("${ENV:A}${ENV:B}");
        assertThat(mask("connection-password", "x${ENV:A}")).isEqualTo("******");
        assertThat(mask("connection-password", "$${ENV:A}")).isEqualTo("******");
        for (String url : new String[] {
                "jdbc:mysql://db:3306/shop?user=me&password=${FILE:/run/secrets/db}",
                "jdbc:mysql://${FILE:/run/secrets/user}:${FILE:/run/secrets/db}@db/shop",
                "jdbc:sqlserver://db;password=${FILE:/run/secrets/db}",
                "mongodb://me:${FILE:/run/secrets/db}@db1,db2/shop",
                "jdbc:mysql://${ENV:HOST}/shop?password=${ENV:PASSWORD}"}) {
            assertThat(mask("connection-url", url)).isEqualTo(url);
        }
        assertThat(mask("connection-url", "jdbc:mysql://db/shop?password=a${ENV:B}&user=${ENV:A}")).isEqualTo("jdbc:mysql://db/shop?password=******&user=${ENV:A}");
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

    @Test
    public void testUrls()
    {
        assertThat(mask("connection-url", "jdbc:mysql://u:p4ss@host/db?user=u&password=p4ss")).isEqualTo("jdbc:mysql://u:******@host/db?user=u&password=******");
        assertThat(SecretMask.redactUrls("Cannot connect to jdbc:mysql://u:p4ss@host/db now")).isEqualTo("Cannot connect to jdbc:mysql://u:******@host/db now");
    }

    @Test
    public void testRedact()
    {
        Map<String, String> properties = ImmutableMap.of(
                "connection-url", "jdbc:mysql://u:urlpass@host/db",
                "connection-user", "root",
                "connection-password", "s3cret",
                "other-password", "s3cret-and-more");

        assertThat(redact("root: s3cret-and-more, s3cret and urlpass", properties)).isEqualTo("root: ******, ****** and ******");
        assertThat(redact("Nothing to hide", properties)).isEqualTo("Nothing to hide");
        assertThat(redact("", properties)).isEmpty();
    }

    @Test
    public void testRedactUrlWithBlanks()
    {
        String url = "jdbc:sqlserver://host;password={my;p}}w d};encrypt=true";
        Map<String, String> properties = ImmutableMap.of("connection-url", url);
        assertThat(redact("Cannot use " + url + " now", properties)).isEqualTo("Cannot use jdbc:sqlserver://host;password=******;encrypt=true now");
        assertThat(redact("Login failed with 'my;p}w d'", properties)).isEqualTo("Login failed with '******'");
    }

    @Test
    public void testRedactForms()
    {
        assertThat(redact("Access denied for p@ss 1", ImmutableMap.of("connection-url", "jdbc:mysql://h/db?password=p%40ss+1"))).isEqualTo("Access denied for ******");
        assertThat(redact("Invalid port: s3cr3t", ImmutableMap.of("connection-url", "jdbc:mysql://u:s3cr3t/more@h/db"))).isEqualTo("Invalid port: ******");
        assertThat(redact("Header Basic dXNlcg== is invalid", ImmutableMap.of("connection-url", "jdbc:ch://h/db?custom_http_headers=Basic dXNlcg==")))
                .isEqualTo("Header ****** is invalid");
        assertThat(redact("It is true 1", ImmutableMap.of("connection-url", "jdbc:mysql://h/db?a=true&b=1"))).isEqualTo("It is true 1");
    }

    @Test
    public void testSpecialCharacters()
    {
        String secret = "$1\\E.*[(?+^|{}";
        assertThat(redact("a " + secret + " b", ImmutableMap.of("password", secret))).isEqualTo("a ****** b");
        assertThat(mask("connection-url", "jdbc:mysql://u:$1\\Eab@host")).isEqualTo("jdbc:mysql://u:******@host");
    }

    @Test
    public void testBlankSecrets()
    {
        assertThat(redact("a b c", ImmutableMap.of("a-password", "", "b-password", " "))).isEqualTo("a b c");
        assertThat(mask("connection-password", "")).isEmpty();
    }

    @Test
    public void testShortSecrets()
    {
        assertThat(redact("Connector mysql refused catalog sales", ImmutableMap.of("connection-password", "a"))).isEqualTo("Connector mysql refused catalog sales");
        assertThat(redact("Access denied for a", ImmutableMap.of("connection-password", "a"))).isEqualTo("Access denied for ******");
        assertThat(redact("It is true", ImmutableMap.of("hive.s3.use-instance-credentials", "true"))).isEqualTo("It is true");
    }

    @Test
    public void testReveal()
    {
        SecretMask mask = new SecretMask(ImmutableMap.of("connection-password", "s3cret", "connection-url", "jdbc:mysql://u:p4ss@host/db"), GUESSED);
        assertThat(mask.reveal("connection-password", MASK)).hasValue("s3cret");
        assertThat(mask.reveal("connection-url", "jdbc:mysql://u:******@host/db")).hasValue("jdbc:mysql://u:p4ss@host/db");
        assertThat(mask.reveal("connection-url", "jdbc:mysql://u:******@elsewhere/db")).isEmpty();
        assertThat(mask.reveal("other", MASK)).isEmpty();
    }

    @Test
    public void testNames()
    {
        SecretMask mask = new SecretMask(ImmutableMap.of("a", "s3cret", "password", "shown"), name -> name.equals("a"));
        assertThat(mask.masked()).isEqualTo(ImmutableMap.of("a", MASK, "password", "shown"));
        assertThat(mask.hasSecret("a")).isTrue();
        assertThat(mask.hasSecret("password")).isFalse();
        assertThat(mask.hasSecret("missing")).isFalse();
        assertThat(mask.redact("s3cret, shown")).isEqualTo("******, shown");
    }

    private static String mask(String name, String value)
    {
        return new SecretMask(ImmutableMap.of(name, value), GUESSED).masked().get(name);
    }

    private static String redact(String text, Map<String, String> properties)
    {
        return new SecretMask(properties, GUESSED).redact(text);
    }
}

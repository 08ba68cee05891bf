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
package io.prestodynamic.tests.process.server;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import io.prestodynamic.harness.client.CatalogApi;
import io.prestodynamic.harness.client.CatalogApi.Answer;
import io.prestodynamic.harness.client.NodeToken;
import io.prestodynamic.harness.cluster.ProcessCluster;
import io.prestodynamic.harness.login.CertificateAuthority;
import io.prestodynamic.harness.login.KerberosRealm;
import io.prestodynamic.harness.login.TicketReader;
import io.prestodynamic.harness.process.CatalogFileCopies;
import io.prestodynamic.harness.process.ServerInstallation;
import io.prestodynamic.harness.process.ServerProcess;
import io.prestodynamic.testing.TestingMySqlServer;
import org.apache.kerby.kerberos.kerb.KrbException;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static com.google.common.io.BaseEncoding.base16;
import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.attribute.PosixFilePermissions.asFileAttribute;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Files of catalogs that connectors of the tarball read: XML files of Hadoop, trust stores and keytabs.
 */
@Test(singleThreaded = true)
public class TestCatalogFiles
{
    private static final String CORE_SITE = "core-site.xml";
    private static final String KEYTAB = "hive.keytab";
    private static final String TRUST_STORE = "trust.p12";
    private static final String BOUNDARY = "------------------------8e1a3c5f7b9d2046";
    private static final String MISSPELT = "Quince4711";
    private static final String PRINCIPAL = "presto@EXAMPLE.COM";
    private static final String METASTORE_PRINCIPAL = "hive/localhost@EXAMPLE.COM";

    private final List<String> answers = new ArrayList<>();
    private Path directory;
    private CertificateAuthority authority;
    private TestingMySqlServer mysql;
    private KerberosRealm kerberos;
    private byte[] keytab;
    private ProcessCluster cluster;
    private CatalogApi api;

    @BeforeClass
    public void setUp()
            throws IOException
    {
        directory = Files.createTempDirectory("catalog-files");
        authority = new CertificateAuthority(Files.createDirectory(directory.resolve("authority")), "CN=Authority,O=Example");
        mysql = new TestingMySqlServer(authority.certifyRsaServer("CN=mysql,O=Example"));
        mysql.execute("mysql",
                "CREATE USER sales IDENTIFIED BY 'apple tree' REQUIRE SSL",
                "CREATE DATABASE shop",
                "GRANT SELECT ON shop.* TO sales",
                "CREATE TABLE shop.orders AS SELECT 1 AS id UNION SELECT 2");
        kerberos = new KerberosRealm(Files.createDirectory(directory.resolve("kerberos")));
        keytab = Files.readAllBytes(kerberos.addPrincipal(PRINCIPAL));
        kerberos.addPrincipal(METASTORE_PRINCIPAL);
        Path keys = Files.createFile(directory.resolve("keys"), asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(keys, "1 AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n");
        // nodes with few plugins start faster
        Path plugins = Files.createDirectory(directory.resolve("plugin"));
        for (String plugin : ImmutableList.of("hive-hadoop2", "mysql")) {
            Files.createSymbolicLink(plugins.resolve(plugin), ServerInstallation.unpack().getDirectory().resolve("plugin").resolve(plugin));
        }
        cluster = new ProcessCluster(
                2,
                ImmutableMap.of(
                        "plugin.dir", plugins.toString(),
                        "internal-communication.jwt.enabled", "true",
                        NodeToken.SECRET_PROPERTY, "a secret that all nodes share",
                        "dynamic-catalog.secrets.key-file", keys.toString(),
                        // the first hive connector of a JVM takes its time
                        "dynamic-catalog.push-timeout", "2m"),
                ImmutableList.of("-Djava.security.krb5.conf=" + kerberos.getConfigFile()));
        cluster.start();
        api = cluster.getApi();
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
            throws IOException, KrbException
    {
        if (cluster != null) {
            cluster.close();
        }
        if (kerberos != null) {
            kerberos.close();
        }
        if (mysql != null) {
            mysql.close();
        }
        deleteRecursively(directory, ALLOW_INSECURE);
    }

    @Test
    public void testHadoopConfiguration()
            throws IOException
    {
        for (String place : ImmutableList.of("first", "second")) {
            Path data = Files.createDirectory(directory.resolve(place));
            api.add(place, "hive-hadoop2", ImmutableMap.of("hive.metastore", "file", "hive.metastore.catalog.dir", data.toUri().toString())).assertOk();
            cluster.update("CREATE SCHEMA %s.s".formatted(place));
            cluster.update("CREATE TABLE %1$s.s.t AS SELECT '%1$s' AS place".formatted(place));
        }
        Map<String, String> properties = ImmutableMap.of(
                "hive.metastore", "file",
                "hive.metastore.catalog.dir", "viewfs:///data",
                "hive.config.resources", "${CATALOG_FILE:%s}".formatted(CORE_SITE));
        add("lake", "hive-hadoop2", properties, ImmutableMap.of(CORE_SITE, defaultFileSystem("first")));
        assertThat(cluster.value("SELECT max(place) FROM lake.s.t")).isEqualTo("first");
        replace("lake", CORE_SITE, defaultFileSystem("second"));
        assertThat(cluster.value("SELECT max(place) FROM lake.s.t")).isEqualTo("second");
        replace("lake", CORE_SITE, defaultFileSystem("first"));
        assertThat(cluster.value("SELECT max(place) FROM lake.s.t")).isEqualTo("first");
    }

    @Test
    public void testTrustStore()
            throws IOException
    {
        CertificateAuthority other = new CertificateAuthority(Files.createDirectory(directory.resolve("other-authority")), "CN=Other,O=Example");
        add("sales", "mysql", mysqlProperties(TRUST_STORE), ImmutableMap.of(TRUST_STORE, Files.readAllBytes(other.getTrustStore())));
        assertThatThrownBy(() -> cluster.value("SELECT count(*) FROM sales.shop.orders")).hasStackTraceContaining("does not chain with any of the trust anchors");

        replace("sales", TRUST_STORE, Files.readAllBytes(authority.getTrustStore()));
        assertThat(cluster.value("SELECT count(*) FROM sales.shop.orders")).isEqualTo(2L);
    }

    // one request is all that a catalog needs that logs in with Kerberos
    @Test
    public void testKerberizedMetastore()
    {
        try (TicketReader metastore = new TicketReader()) {
            add("secure", "hive-hadoop2", ImmutableMap.<String, String>builder()
                    .put("hive.metastore.uri", "thrift://127.0.0.1:%s".formatted(metastore.getPort()))
                    .put("hive.metastore.authentication.type", "KERBEROS")
                    .put("hive.metastore.service.principal", METASTORE_PRINCIPAL)
                    .put("hive.metastore.client.principal", PRINCIPAL)
                    .put("hive.metastore.client.keytab", "${CATALOG_FILE:%s}".formatted(KEYTAB))
                    .putAll(kerberizedHdfs())
                    .build(), ImmutableMap.of(KEYTAB, keytab, CORE_SITE, coreSite(ImmutableMap.of("hadoop.rpc.protection", "privacy"))));
            assertThatThrownBy(() -> cluster.query("SHOW SCHEMAS FROM secure")).isInstanceOf(IllegalStateException.class);
            assertThat(metastore.mechanisms()).contains("GSSAPI");
        }
    }

    /**
     * All nodes log in with the keytab, and refuse one of somebody else.
     */
    @Test(dependsOnMethods = "testHadoopConfiguration")
    public void testKerberizedFileSystem()
            throws IOException
    {
        Map<String, String> properties = ImmutableMap.<String, String>builder()
                .put("hive.metastore", "file")
                .put("hive.metastore.catalog.dir", directory.resolve("first").toUri().toString())
                .putAll(kerberizedHdfs())
                .build();
        add("warehouse", "hive-hadoop2", properties, ImmutableMap.of(KEYTAB, keytab, CORE_SITE, coreSite(ImmutableMap.of())));
        assertThat(cluster.value("SELECT max(place) FROM warehouse.s.t")).isEqualTo("first");

        assertThat(api.patchFile("warehouse", KEYTAB, Files.readAllBytes(kerberos.addPrincipal("other@EXAMPLE.COM"))).assertRefused(400, "INVALID_CONFIGURATION").text("message"))
                .isEqualTo("Connector hive-hadoop2 refused catalog warehouse: Unable to obtain password from user");
        assertThat(cluster.value("SELECT max(place) FROM warehouse.s.t")).isEqualTo("first");
    }

    @Test
    public void testFormData()
            throws IOException
    {
        // as curl -F sends it
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        writePart(body, "definition", "definition.json", """
                {"catalogName": "form", "connectorName": "mysql", "properties": {
                    "connection-url": "%s", "connection-user": "sales", "connection-password": "apple tree"}}
                """.formatted(mysqlProperties(TRUST_STORE).get("connection-url")).getBytes(UTF_8));
        // the name of the part counts, and not that on the client's machine
        byte[] trustStore = Files.readAllBytes(authority.getTrustStore());
        writePart(body, TRUST_STORE, "../../../evil.p12", trustStore);
        Answer added = send(body);
        assertLoaded("form", added);
        assertThat(added.json().path("files").findValuesAsText("name")).containsExactly(TRUST_STORE);
        cluster.getNodes().forEach(node -> assertThat(CatalogFileCopies.of(node).contents())
                .containsEntry("form@%s/%s".formatted(added.text("version"), TRUST_STORE), new String(trustStore, ISO_8859_1)));
        assertThat(cluster.value("SELECT count(*) FROM form.shop.orders")).isEqualTo(2L);
        assertNothingOutside();
    }

    // parsers quote the text at which they fail
    @Test
    public void testFilesThatCannotBeRead()
    {
        String xml = "<configuration><property><name>fs.s3a.secret.key</name><value>a&%s;</value></property></configuration>".formatted(MISSPELT);
        assertHidden(ImmutableMap.of("hive.metastore", "file", "hive.metastore.catalog.dir", "file:///none", "hive.config.resources", "${CATALOG_FILE:%s}".formatted(CORE_SITE)), CORE_SITE, xml);
        String json = "{\"schemas\": %s}".formatted(MISSPELT);
        assertHidden(
                ImmutableMap.of("hive.metastore", "file", "hive.metastore.catalog.dir", "file:///none", "hive.security", "file", "security.config-file", "${CATALOG_FILE:rules.json}"),
                "rules.json",
                json);
    }

    private void assertHidden(Map<String, String> properties, String fileName, String content)
    {
        Answer answer = api.add("misspelt", "hive-hadoop2", properties, ImmutableMap.of(fileName, content.getBytes(UTF_8)));
        answer.assertRefused(400, "INVALID_CONFIGURATION");
        assertThat(answer.text("message")).startsWith("Connector hive-hadoop2 refused catalog misspelt: A file of the catalog is not ");
        answers.add(answer.body());
    }

    @Test
    public void testNamesThatArePaths()
            throws IOException
    {
        String absolute = directory.resolve("evil").toString();
        for (String name : ImmutableList.of("../evil", "../../../../../evil", "..", ".", "", absolute, "a/evil", "a/../../evil", "a\\..\\evil", "..%2fevil", "%2e%2e%2fevil", ".evil", "a evil", "~", "é")) {
            Map<String, String> properties = mysqlProperties(name);
            Answer answer = api.add("tricky", "mysql", properties, ImmutableMap.of(name, new byte[] {1}));
            assertThat(answer.assertRefused(400, "INVALID_REQUEST").text("message")).contains("is no name of a file");
            assertThat(api.add("tricky", "mysql", properties, ImmutableMap.of()).status()).as(name).isEqualTo(400);
            assertThat(api.add("tricky", "mysql", properties, ImmutableMap.of(TRUST_STORE, new byte[] {1})).status()).as(name).isEqualTo(400);

            ByteArrayOutputStream form = new ByteArrayOutputStream();
            writePart(form, "definition", "definition.json", "{\"catalogName\": \"tricky\", \"connectorName\": \"mysql\", \"properties\": {}}".getBytes(UTF_8));
            writePart(form, name, "evil", new byte[] {1});
            send(form).assertRefused(400, "INVALID_REQUEST");
        }
        api.get("tricky").assertRefused(404, "CATALOG_NOT_FOUND");
        assertNothingOutside();
    }

    /**
     * A keytab stands nowhere but in the copies of nodes, not even encoded.
     */
    @Test(dependsOnMethods = {"testHadoopConfiguration", "testTrustStore", "testKerberizedMetastore", "testKerberizedFileSystem", "testFormData", "testFilesThatCannotBeRead", "testNamesThatArePaths"})
    public void testContentsAreSecret()
    {
        answers.add(api.get("secure").assertOk().body());
        answers.add(api.list().assertOk().body());
        answers.add(api.exportAll("").assertOk().body());
        answers.add(api.send(api.request("/v1/catalog/history?limit=1000")).assertOk().body());
        answers.add(cluster.query("SELECT * FROM system.metadata.catalog_history").toString());
        assertThat(answers.toString()).contains(KEYTAB);
        answers.forEach(answer -> assertThat(answer).doesNotContain(spellingsOfKeytab()).doesNotContain(MISSPELT));

        // a node that ends removes its copies, and has written its logs
        cluster.getNodes().forEach(node -> assertThat(CatalogFileCopies.of(node).contents().toString()).contains(spellingsOfKeytab()[0]));
        cluster.stop();
        cluster.getNodes().forEach(node -> {
            String copies = CatalogFileCopies.of(node).directory() + "/";
            Map<String, String> files = Maps.filterKeys(node.files(), file -> !file.startsWith(copies));
            assertThat(files.keySet()).anyMatch(file -> file.endsWith("server.log"));
            assertThat(files).allSatisfy((file, content) -> assertThat(content).as(file).doesNotContain(spellingsOfKeytab()).doesNotContain(MISSPELT));
        });
        assertThat(cluster.getCoordinator().files().keySet()).anyMatch(file -> file.endsWith("catalog-audit.log")).anyMatch(file -> file.contains("dynamic-catalog/catalogs"));
    }

    // its end, which is a key
    private String[] spellingsOfKeytab()
    {
        byte[] key = Arrays.copyOfRange(keytab, keytab.length - 16, keytab.length);
        String base64 = Base64.getEncoder().encodeToString(keytab);
        return new String[] {new String(key, ISO_8859_1), base64.substring(base64.length() - 20), base16().encode(key), base16().lowerCase().encode(key)};
    }

    private Answer send(ByteArrayOutputStream form)
            throws IOException
    {
        form.write("--%s--\r\n".formatted(BOUNDARY).getBytes(US_ASCII));
        return api.send(api.request("/v1/catalog/add").header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY).POST(BodyPublishers.ofByteArray(form.toByteArray())));
    }

    private static void writePart(ByteArrayOutputStream form, String name, String fileName, byte[] content)
            throws IOException
    {
        form.write("--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\nContent-Type: application/octet-stream\r\n\r\n".formatted(BOUNDARY, name, fileName).getBytes(UTF_8));
        form.write(content);
        form.write("\r\n".getBytes(US_ASCII));
    }

    private void assertNothingOutside()
            throws IOException
    {
        for (ServerProcess node : cluster.getNodes()) {
            assertThat(CatalogFileCopies.of(node).versions()).noneMatch(version -> version.startsWith("tricky"));
            assertThat(node.files().keySet()).noneMatch(file -> file.contains("evil"));
            // of the cluster, of all temporary files, and the root
            for (Path parent = node.getDataDirectory(); parent != null; parent = parent.getParent()) {
                try (Stream<Path> files = Files.list(parent)) {
                    assertThat(files.map(file -> file.getFileName().toString())).noneMatch(file -> file.contains("evil"));
                }
            }
        }
        assertThat(directory.resolve("evil")).doesNotExist();
    }

    private void add(String catalogName, String connectorName, Map<String, String> properties, Map<String, byte[]> files)
    {
        assertLoaded(catalogName, api.add(catalogName, connectorName, properties, files));
    }

    private void replace(String catalogName, String fileName, byte[] content)
    {
        assertLoaded(catalogName, api.patchFile(catalogName, fileName, content));
    }

    private void assertLoaded(String catalogName, Answer answer)
    {
        answers.add(answer.body());
        assertThat(answer.assertOk().json().path("nodes").findValuesAsText("state")).as(answer.body()).containsExactly("LOADED", "LOADED", "LOADED");
        cluster.getNodes().forEach(node -> assertThat(CatalogFileCopies.of(node).versions()).contains(catalogName + "@" + answer.text("version")));
    }

    private Map<String, String> mysqlProperties(String trustStore)
    {
        String url = "jdbc:mysql://127.0.0.1:%s?useSSL=true&requireSSL=true&verifyServerCertificate=true&enabledTLSProtocols=TLSv1.2"
                + "&trustCertificateKeyStoreType=PKCS12&trustCertificateKeyStoreUrl=file:${CATALOG_FILE:%s}&trustCertificateKeyStorePassword=%s";
        return ImmutableMap.of(
                "connection-url", url.formatted(mysql.getPort(), trustStore, CertificateAuthority.PASSWORD),
                "connection-user", "sales",
                "connection-password", "apple tree");
    }

    private static Map<String, String> kerberizedHdfs()
    {
        return ImmutableMap.of(
                "hive.hdfs.authentication.type", "KERBEROS",
                "hive.hdfs.presto.principal", PRINCIPAL,
                "hive.hdfs.presto.keytab", "${CATALOG_FILE:%s}".formatted(KEYTAB),
                "hive.config.resources", "${CATALOG_FILE:%s}".formatted(CORE_SITE));
    }

    private byte[] defaultFileSystem(String name)
    {
        return coreSite(ImmutableMap.of(
                "fs.defaultFS", "viewfs://%s/".formatted(name),
                "fs.viewfs.mounttable.%s.link./data".formatted(name), directory.resolve(name).toUri().toString()));
    }

    private static byte[] coreSite(Map<String, String> properties)
    {
        return properties.entrySet().stream()
                .map(property -> "<property><name>%s</name><value>%s</value></property>".formatted(property.getKey(), property.getValue()))
                .collect(joining("\n", "<configuration>\n", "\n</configuration>\n"))
                .getBytes(UTF_8);
    }
}

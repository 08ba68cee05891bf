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
package io.prestodynamic.harness.login;

import com.google.common.collect.ImmutableMap;
import com.unboundid.asn1.ASN1Boolean;
import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.asn1.ASN1Sequence;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.util.OID;
import com.unboundid.util.ssl.cert.CertException;
import com.unboundid.util.ssl.cert.SignatureAlgorithmIdentifier;
import com.unboundid.util.ssl.cert.X509Certificate;
import com.unboundid.util.ssl.cert.X509CertificateExtension;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

import static com.unboundid.util.ssl.cert.SignatureAlgorithmIdentifier.SHA_256_WITH_ECDSA;
import static com.unboundid.util.ssl.cert.SignatureAlgorithmIdentifier.SHA_256_WITH_RSA;
import static java.util.Objects.requireNonNull;

/**
 * Authority that certifies servers of this machine, and users.
 */
public class CertificateAuthority
{
    public static final String PASSWORD = "certificates";

    private static final Instant NOT_BEFORE = Instant.now().minus(Duration.ofDays(1));
    private static final Instant NOT_AFTER = NOT_BEFORE.plus(Duration.ofDays(30));
    private static final OID BASIC_CONSTRAINTS = new OID("2.5.29.19");
    private static final OID ALTERNATIVE_NAMES = new OID("2.5.29.17");
    private static final byte DNS_NAME = (byte) 0x82;
    private static final byte IP_ADDRESS = (byte) 0x87;

    private final Path directory;
    private final KeyPair keys = generateKeys();
    private final X509Certificate certificate;

    /**
     * @param directory an existing directory, which only this authority uses
     */
    public CertificateAuthority(Path directory, String subject)
    {
        this.directory = requireNonNull(directory, "directory is null");
        certificate = selfSigned(keys, SHA_256_WITH_ECDSA, subject, new X509CertificateExtension(BASIC_CONSTRAINTS, true, new ASN1Sequence(new ASN1Boolean(true)).encode()));
        try {
            Files.write(getCertificates(), certificate.toPEM());
            KeyStore trustStore = emptyStore();
            trustStore.setCertificateEntry("authority", toJava(certificate));
            write(trustStore, getTrustStore());
        }
        catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Returns the PEM file with the certificate of the authority.
     */
    public Path getCertificates()
    {
        return directory.resolve("authority.pem");
    }

    /**
     * Returns the file with the certificate of the authority for programs that take no PEM, with {@link #PASSWORD}.
     */
    public Path getTrustStore()
    {
        return directory.resolve("truststore.p12");
    }

    /**
     * Issues the certificate of servers at {@code 127.0.0.1} and {@code localhost}.
     *
     * @return its key store, with {@link #PASSWORD}
     */
    public Path certifyServer(String subject)
    {
        return issue("server", subject, generateKeys(), SHA_256_WITH_ECDSA, names());
    }

    /**
     * Issues the certificate of a server at {@code 127.0.0.1} and {@code localhost} that cannot use elliptic curves.
     *
     * @return a PEM file with its key and its certificates
     */
    public Path certifyRsaServer(String subject)
    {
        return exportPem(issue("rsa-server", subject, generateRsaKeys(), SHA_256_WITH_RSA, names()));
    }

    /**
     * Issues a certificate with the subject {@code CN=user,OU=People,O=Example}.
     */
    public Login certify(String user)
    {
        return new Login(user, ImmutableMap.of(
                "SSLKeyStorePath", issue(user, "CN=%s,OU=People,O=Example".formatted(user), generateKeys(), SHA_256_WITH_ECDSA).toString(),
                "SSLKeyStorePassword", PASSWORD));
    }

    private static X509CertificateExtension names()
    {
        return new X509CertificateExtension(ALTERNATIVE_NAMES, false, new ASN1Sequence(
                new ASN1OctetString(IP_ADDRESS, new byte[] {127, 0, 0, 1}),
                new ASN1OctetString(DNS_NAME, "localhost")).encode());
    }

    private Path issue(String fileName, String subject, KeyPair subjectKeys, SignatureAlgorithmIdentifier algorithm, X509CertificateExtension... extensions)
    {
        X509Certificate own = selfSigned(subjectKeys, algorithm, subject, extensions);
        try {
            X509Certificate issued = X509Certificate.generateIssuerSignedCertificate(
                    SHA_256_WITH_ECDSA,
                    certificate,
                    keys.getPrivate(),
                    own.getPublicKeyAlgorithmOID(),
                    own.getPublicKeyAlgorithmParameters(),
                    own.getEncodedPublicKey(),
                    own.getDecodedPublicKey(),
                    own.getSubjectDN(),
                    own.getNotBeforeTime(),
                    own.getNotAfterTime(),
                    extensions);
            KeyStore keyStore = emptyStore();
            keyStore.setKeyEntry(fileName, subjectKeys.getPrivate(), PASSWORD.toCharArray(), new Certificate[] {toJava(issued), toJava(certificate)});
            return write(keyStore, directory.resolve(fileName + ".p12"));
        }
        catch (CertException | IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path exportPem(Path keyStore)
    {
        try {
            KeyStore store = KeyStore.getInstance(keyStore.toFile(), PASSWORD.toCharArray());
            String alias = store.aliases().nextElement();
            StringBuilder pem = new StringBuilder(pem("PRIVATE KEY", store.getKey(alias, PASSWORD.toCharArray()).getEncoded()));
            for (Certificate chained : store.getCertificateChain(alias)) {
                pem.append(pem("CERTIFICATE", chained.getEncoded()));
            }
            return Files.writeString(directory.resolve(alias + ".pem"), pem);
        }
        catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair generateKeys()
    {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        }
        catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair generateRsaKeys()
    {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        }
        catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Certificate selfSigned(KeyPair keys, SignatureAlgorithmIdentifier algorithm, String subject, X509CertificateExtension... extensions)
    {
        try {
            return X509Certificate.generateSelfSignedCertificate(algorithm, keys, new DN(subject), NOT_BEFORE.toEpochMilli(), NOT_AFTER.toEpochMilli(), extensions);
        }
        catch (CertException | LDAPException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Certificate toJava(X509Certificate certificate)
            throws GeneralSecurityException
    {
        return CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(certificate.getX509CertificateBytes()));
    }

    private static String pem(String type, byte[] content)
    {
        return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(type, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content));
    }

    private static KeyStore emptyStore()
            throws IOException, GeneralSecurityException
    {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Path write(KeyStore store, Path file)
            throws IOException, GeneralSecurityException
    {
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
        return file;
    }
}

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
package io.prestodynamic.cli.client;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Optional;

/**
 * TLS settings of connections to coordinators and discovery servers.
 *
 * @param authorities file of trusted certificates in PEM format; without one, the JVM decides
 * @param clientCertificate key store in PKCS12 format with the certificate of the user
 */
public record TlsSettings(Optional<Path> authorities, ServerTrust trust, Optional<ClientCertificate> clientCertificate)
{
    /**
     * Servers that are trusted: those with a certificate of an authority, or any.
     */
    public enum ServerTrust
    {
        CERTIFIED, ANY
    }

    /**
     * @param password password of the key store
     */
    public record ClientCertificate(Path file, String password)
    {
        @Override
        public String toString()
        {
            return file.toString();
        }
    }

    /**
     * Returns whether these settings are those of the JVM.
     */
    public boolean isDefault()
    {
        return authorities.isEmpty() && trust == ServerTrust.CERTIFIED && clientCertificate.isEmpty();
    }

    /**
     * @throws ClientException if a file cannot be used
     */
    SSLContext toContext()
    {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(clientCertificate.map(TlsSettings::keyManagers).orElse(null), trustManagers(), null);
            return context;
        }
        catch (GeneralSecurityException e) {
            throw new ClientException("TLS cannot be used: " + e.getMessage(), e);
        }
    }

    private TrustManager[] trustManagers()
    {
        if (trust == ServerTrust.ANY) {
            return new TrustManager[] {new AnyServer()};
        }
        return authorities.map(TlsSettings::trustManagers).orElse(null);
    }

    private static TrustManager[] trustManagers(Path file)
    {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> certificates = CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (certificates.isEmpty()) {
                throw new ClientException("%s has no certificates in PEM format".formatted(file));
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            int number = 0;
            for (Certificate certificate : certificates) {
                store.setCertificateEntry("ca" + number++, certificate);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory.getTrustManagers();
        }
        catch (GeneralSecurityException e) {
            throw new ClientException("%s has no certificates in PEM format".formatted(file), e);
        }
        catch (IOException e) {
            throw new ClientException("%s cannot be read".formatted(file), e);
        }
    }

    private static KeyManager[] keyManagers(ClientCertificate certificate)
    {
        char[] password = certificate.password().toCharArray();
        try (InputStream in = Files.newInputStream(certificate.file())) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password);
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, password);
            return factory.getKeyManagers();
        }
        catch (GeneralSecurityException | IOException e) {
            throw new ClientException("%s is no key store in PKCS12 format, or has another password".formatted(certificate.file()), e);
        }
    }

    /**
     * Trust in every server. Being an extended one, it decides about host names as well.
     */
    private static final class AnyServer
            extends X509ExtendedTrustManager
    {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authenticationType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authenticationType, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authenticationType, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authenticationType)
        {
            throw new UnsupportedOperationException();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authenticationType, Socket socket)
        {
            throw new UnsupportedOperationException();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authenticationType, SSLEngine engine)
        {
            throw new UnsupportedOperationException();
        }

        @Override
        public X509Certificate[] getAcceptedIssuers()
        {
            return new X509Certificate[0];
        }
    }
}

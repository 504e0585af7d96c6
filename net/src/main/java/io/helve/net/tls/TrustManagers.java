package io.helve.net.tls;

import io.helve.net.tls.pem.Pem;
import io.helve.net.tls.pem.UnusableCredentials;
import io.helve.stream.TlsConfig;
import io.helve.stream.TlsConfig.Trust;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Makes the JDK's trust managers for the authorities of a configuration. */
final class TrustManagers {
    private TrustManagers() {}

    static X509ExtendedTrustManager of(TlsConfig config) throws SSLException {
        Trust trust = config.trust().orElse(null);
        KeyStore authorities = trust == null ? null : trust.keyStore() != null ? trust.keyStore() : fromPem(trust);
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(authorities); // null stands for the authorities that the JDK trusts
            for (TrustManager each : factory.getTrustManagers()) {
                if (each instanceof X509ExtendedTrustManager found) {
                    return found;
                }
            }
            throw new SSLException("this JDK cannot verify certificates: it has no extended trust manager");
        } catch (GeneralSecurityException | RuntimeException e) {
            throw UnusableCredentials.because("the key store of trust cannot be used", e);
        }
    }

    private static KeyStore fromPem(Trust trust) throws SSLException {
        X509Certificate[] certificates =
                Pem.of(trust.caFile(), trust.ca(), "trust").certificates();
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (int i = 0; i < certificates.length; i++) {
                store.setCertificateEntry(Integer.toString(i), certificates[i]);
            }
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw UnusableCredentials.because("the certificates of trust cannot be used", e);
        }
    }
}

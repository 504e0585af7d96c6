package io.helve.net.tls;

import io.helve.stream.TlsConfig.Trust;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Whom we trust. */
final class Trusted {
    /** For those who do not verify. */
    static final TrustManager EVERYONE = new X509ExtendedTrustManager() {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    };

    private Trusted() {}

    static TrustManager[] read(Trust trust) throws SSLException {
        String what = "trust from " + (trust.caFile() != null ? trust.caFile() : trust);
        KeyStore store = trust.keyStore();
        if (store == null) {
            String text = trust.caFile() != null ? Unusable.read(trust.caFile()) : trust.ca();
            store = store(what, new Pem(what, text).certificates());
        }
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory.getTrustManagers();
        } catch (GeneralSecurityException | RuntimeException e) {
            throw Unusable.because(what + " cannot be used", e);
        }
    }

    private static KeyStore store(String what, List<X509Certificate> certificates) throws SSLException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (X509Certificate certificate : certificates) {
                store.setCertificateEntry("ca" + store.size(), certificate);
            }
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw Unusable.because(what + " cannot be used", e);
        }
    }
}

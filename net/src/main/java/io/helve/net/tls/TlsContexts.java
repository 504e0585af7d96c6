package io.helve.net.tls;

import io.helve.net.tls.pem.Pem;
import io.helve.net.tls.pem.UnusableCredentials;
import io.helve.stream.TlsConfig;
import io.helve.stream.TlsConfig.AuthMode;
import io.helve.stream.TlsConfig.Identity;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyStore;
import java.security.KeyStore.PrivateKeyEntry;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/** Makes contexts of the JDK from configurations. */
final class TlsContexts {
    private static final String PSS = "RSASSA-PSS";

    /** The signature algorithm with which a key is tried against a certificate, by the algorithm of the certificate. */
    private static final Map<String, String> SIGNATURES =
            Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "DSA", "SHA256withDSA", "EdDSA", "EdDSA", PSS, PSS);

    private static final PSSParameterSpec PSS_USUAL =
            new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, PSSParameterSpec.TRAILER_FIELD_BC);

    private TlsContexts() {}

    static SSLContext make(TlsConfig config, TlsSide side) throws SSLException {
        boolean server = side == TlsSide.SERVER;
        if (server && config.identity().isEmpty()) {
            throw new SSLException("a listener needs a certificate and a key, see the option tls");
        }
        // only the JDK's context inside Netty's is used: it serves both sides, although Netty's is a client's
        SslContextBuilder builder = SslContextBuilder.forClient().sslProvider(SslProvider.JDK);
        if (config.identity().isPresent()) {
            show(config.identity().get(), builder);
        }
        if (config.authMode() == AuthMode.NONE || server && config.authMode() == AuthMode.DEFAULT) {
            builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
        } else if (server || !config.verifyHost() || config.commonName()) {
            builder.trustManager(TrustManagers.of(config));
        } else {
            builder.trustManager(new WithoutCommonNames(TrustManagers.of(config)));
        }
        try {
            SSLContext context = ((JdkSslContext) builder.build()).context();
            requireSupported(config.cipherSuites(), context);
            return context;
        } catch (SSLException e) { // for example an empty chain
            String what = config.identity().map(Identity::toString).orElse("the TLS configuration");
            throw UnusableCredentials.because(
                    what + " cannot be used", e.getCause() instanceof Exception cause ? cause : e);
        }
    }

    private static void requireSupported(List<String> suites, SSLContext context) throws SSLException {
        List<String> supported = List.of(context.getSupportedSSLParameters().getCipherSuites());
        for (String suite : suites) {
            if (!supported.contains(suite)) {
                throw new SSLException("this JDK has no cipher suite " + suite);
            }
        }
    }

    private static void show(Identity identity, SslContextBuilder builder) throws SSLException {
        if (identity.keyStore() != null) {
            builder.keyManager(fromStore(identity.keyStore(), identity.password()));
            return;
        }
        Pem chainPem = Pem.of(identity.chainFile(), identity.chain(), "the certificate");
        Pem keyPem = Pem.of(identity.keyFile(), identity.key(), "the key");
        X509Certificate[] chain = chainPem.certificates();
        PrivateKey key = keyPem.key(identity.password());
        if (!belong(key, chain[0].getPublicKey())) {
            throw new SSLException(
                    "the key in " + keyPem.name() + " is not that of the first certificate in " + chainPem.name());
        }
        builder.keyManager(key, chain);
    }

    private static KeyManagerFactory fromStore(KeyStore store, String password) throws SSLException {
        try {
            for (String alias : Collections.list(store.aliases())) {
                if (store.entryInstanceOf(alias, PrivateKeyEntry.class)) {
                    KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
                    factory.init(store, password == null ? new char[0] : password.toCharArray());
                    return factory;
                }
            }
        } catch (GeneralSecurityException | RuntimeException e) {
            throw UnusableCredentials.because("the key store cannot be used", e);
        }
        throw new SSLException("the key store has no key");
    }

    /**
     * Says whether a key belongs to a certificate. Neither Netty nor the JDK checks that before a peer complains; while
     * files are being replaced, one of them is the old one for a moment.
     */
    private static boolean belong(PrivateKey key, PublicKey certified) throws SSLException {
        String algorithm = SIGNATURES.get(certified.getAlgorithm());
        if (algorithm == null) {
            return true; // an algorithm that cannot be tried counts as matching
        }
        byte[] something = {1, 2, 3};
        try {
            Signature signing = signature(algorithm, certified);
            signing.initSign(key);
            signing.update(something);
            Signature verifying = signature(algorithm, certified);
            verifying.initVerify(certified);
            verifying.update(something);
            return verifying.verify(signing.sign());
        } catch (InvalidKeyException | SignatureException e) { // the key has another algorithm or length
            return false;
        } catch (GeneralSecurityException e) {
            throw UnusableCredentials.because("the key cannot be tried", e);
        }
    }

    private static Signature signature(String algorithm, PublicKey certified) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(algorithm);
        if (algorithm.equals(PSS)) {
            boolean restricted = certified instanceof RSAKey rsa && rsa.getParams() != null;
            signature.setParameter(restricted ? ((RSAKey) certified).getParams() : PSS_USUAL);
        }
        return signature;
    }
}

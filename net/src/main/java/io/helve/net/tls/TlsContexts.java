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
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedTrustManager;

/** Makes contexts of the JDK from configurations. */
final class TlsContexts {
    /**
     * What was made of a configuration.
     *
     * @param context the context
     * @param identity what a listener shows and trusts; null for dialers, and if the listener could not prove that it
     *     has its keys
     */
    record Made(SSLContext context, ServerIdentity identity) {}

    private static final String PSS = "RSASSA-PSS";

    /** The signature algorithm with which a key is tried against a certificate, by the algorithm of the certificate. */
    private static final Map<String, String> SIGNATURES =
            Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "DSA", "SHA256withDSA", "EdDSA", "EdDSA", PSS, PSS);

    private static final PSSParameterSpec PSS_USUAL =
            new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, PSSParameterSpec.TRAILER_FIELD_BC);

    private TlsContexts() {}

    static Made make(TlsConfig config, TlsSide side) throws SSLException {
        boolean server = side == TlsSide.SERVER;
        if (server && config.identity().isEmpty()) {
            throw new SSLException("a listener needs a certificate and a key, see the option tls");
        }
        // only the JDK's context inside Netty's is used: it serves both sides, although Netty's is a client's
        SslContextBuilder builder = SslContextBuilder.forClient().sslProvider(SslProvider.JDK);
        Set<List<X509Certificate>> chains = null;
        if (config.identity().isPresent()) {
            chains = show(config.identity().get(), side, builder);
        }
        Set<X509Certificate> trusted = Set.of();
        if (config.authMode() == AuthMode.NONE || server && config.authMode() == AuthMode.DEFAULT) {
            builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
        } else if (server || !config.verifyHost() || config.commonName()) {
            X509ExtendedTrustManager trust = TrustManagers.of(config);
            trusted = new HashSet<>(List.of(trust.getAcceptedIssuers()));
            builder.trustManager(trust);
        } else {
            builder.trustManager(new WithoutCommonNames(TrustManagers.of(config)));
        }
        try {
            SSLContext context = ((JdkSslContext) builder.build()).context();
            requireSupported(config.cipherSuites(), context);
            return new Made(context, server && chains != null ? new ServerIdentity(chains, trusted) : null);
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

    /**
     * Has the builder show certificates. {@return their chains, or null if it is not proved that the keys are theirs;
     * only listeners prove the keys of key stores}
     */
    private static Set<List<X509Certificate>> show(Identity identity, TlsSide side, SslContextBuilder builder)
            throws SSLException {
        if (identity.keyStore() != null) {
            char[] password = identity.password() == null
                    ? new char[0]
                    : identity.password().toCharArray();
            builder.keyManager(fromStore(identity.keyStore(), password));
            return side == TlsSide.SERVER ? proved(identity.keyStore(), password) : null;
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
        return canTry(chain[0].getPublicKey()) ? Set.of(List.of(chain)) : null;
    }

    private static KeyManagerFactory fromStore(KeyStore store, char[] password) throws SSLException {
        try {
            for (String alias : Collections.list(store.aliases())) {
                if (store.entryInstanceOf(alias, PrivateKeyEntry.class)) {
                    KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
                    factory.init(store, password);
                    return factory;
                }
            }
        } catch (GeneralSecurityException | RuntimeException e) {
            throw UnusableCredentials.because("the key store cannot be used", e);
        }
        throw new SSLException("the key store has no key");
    }

    /** {@return the chains of a key store, or null if one of its keys is not that of its certificate} */
    private static Set<List<X509Certificate>> proved(KeyStore store, char[] password) {
        Set<List<X509Certificate>> chains = new HashSet<>();
        try {
            for (String alias : Collections.list(store.aliases())) {
                if (store.entryInstanceOf(alias, PrivateKeyEntry.class)) {
                    List<X509Certificate> chain = new ArrayList<>();
                    for (Certificate each : store.getCertificateChain(alias)) {
                        chain.add((X509Certificate) each);
                    }
                    PublicKey certified = chain.get(0).getPublicKey();
                    if (!canTry(certified) || !belong((PrivateKey) store.getKey(alias, password), certified)) {
                        return null;
                    }
                    chains.add(chain);
                }
            }
            return chains;
        } catch (GeneralSecurityException | SSLException | RuntimeException e) {
            return null; // the context works with the key store all the same
        }
    }

    /** {@return whether it can be tried whether a key belongs to a certificate} */
    private static boolean canTry(PublicKey certified) {
        return SIGNATURES.containsKey(certified.getAlgorithm());
    }

    /**
     * Says whether a key belongs to a certificate. Neither Netty nor the JDK checks that before a peer complains; while
     * files are being replaced, one of them is the old one for a moment.
     */
    private static boolean belong(PrivateKey key, PublicKey certified) throws SSLException {
        if (!canTry(certified)) {
            return true; // an algorithm that cannot be tried counts as matching
        }
        String algorithm = SIGNATURES.get(certified.getAlgorithm());
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

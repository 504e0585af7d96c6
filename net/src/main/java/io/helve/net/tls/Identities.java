package io.helve.net.tls;

import io.helve.stream.TlsConfig.Identity;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;

/** What we show: certificates and the key that belongs to them. */
final class Identities {
    /** How to try whether a key belongs to a certificate. */
    private static final Map<String, String> SIGNATURES =
            Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "DSA", "SHA256withDSA", "EdDSA", "EdDSA");

    private Identities() {}

    static KeyManager[] read(Identity identity) throws SSLException {
        char[] password =
                identity.password() == null ? new char[0] : identity.password().toCharArray();
        return identity.keyStore() != null
                ? fromStore(identity.keyStore(), password)
                : fromPem(identity, identity.password() == null ? null : password);
    }

    private static KeyManager[] fromStore(KeyStore store, char[] password) throws SSLException {
        try {
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias)) {
                    return managers(store, password);
                }
            }
        } catch (GeneralSecurityException | RuntimeException e) {
            throw Unusable.because("the key store cannot be used", e);
        }
        throw new SSLException("the key store has no key");
    }

    private static KeyManager[] fromPem(Identity identity, char[] password) throws SSLException {
        boolean files = identity.chainFile() != null;
        String chainName = files ? identity.chainFile().toString() : "the PEM text of the certificate";
        String keyName = files ? identity.keyFile().toString() : "the PEM text of the key";
        String chainText = files ? Unusable.read(identity.chainFile()) : identity.chain();
        String keyText = files ? Unusable.read(identity.keyFile()) : identity.key();
        List<X509Certificate> chain = new Pem(chainName, chainText).certificates();
        PrivateKey key = new Pem(keyName, keyText).key(password);
        try {
            if (!belong(key, chain.get(0).getPublicKey())) {
                throw new SSLException(
                        "the key in " + keyName + " is not that of the first certificate in " + chainName);
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("own", key, new char[0], chain.toArray(X509Certificate[]::new));
            return managers(store, new char[0]);
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            if (e instanceof SSLException known) {
                throw known;
            }
            throw Unusable.because(chainName + " and " + keyName + " cannot be used", e);
        }
    }

    private static KeyManager[] managers(KeyStore store, char[] password) throws GeneralSecurityException {
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, password);
        return factory.getKeyManagers();
    }

    private static boolean belong(PrivateKey key, PublicKey certified) throws GeneralSecurityException {
        String algorithm = SIGNATURES.get(key.getAlgorithm());
        if (algorithm == null) {
            return true; // cannot be tried
        }
        if (!key.getAlgorithm().equals(certified.getAlgorithm())) {
            return false;
        }
        byte[] something = {1, 2, 3};
        Signature signing = Signature.getInstance(algorithm);
        signing.initSign(key);
        signing.update(something);
        Signature verifying = Signature.getInstance(algorithm);
        verifying.initVerify(certified);
        verifying.update(something);
        return verifying.verify(signing.sign());
    }
}

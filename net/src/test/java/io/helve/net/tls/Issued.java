package io.helve.net.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;

/** A certificate with its key, in the forms in which users have them. */
record Issued(X509Certificate certificate, PrivateKey key) {
    String chainPem() {
        return PemText.of("CERTIFICATE", Authority.encoded(certificate));
    }

    String keyPem() {
        return PemText.of("PRIVATE KEY", key.getEncoded());
    }

    String encryptedKeyPem(String password) {
        try {
            String algorithm = "PBEWithHmacSHA256AndAES_256";
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(password.toCharArray())),
                    new PBEParameterSpec(new byte[8], 1000, new IvParameterSpec(new byte[16])));
            byte[] how = Der.sequence(
                    Der.id(1, 2, 840, 113549, 1, 5, 13), cipher.getParameters().getEncoded());
            byte[] encrypted = Der.octets(cipher.doFinal(key.getEncoded()));
            return PemText.of("ENCRYPTED PRIVATE KEY", Der.sequence(how, encrypted));
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    KeyStore keyStore(String password) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("own", key, password.toCharArray(), new X509Certificate[] {certificate});
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Writes both files in place of what was there. */
    void write(Path chainFile, Path keyFile) throws IOException {
        Files.writeString(chainFile, chainPem());
        Files.writeString(keyFile, keyPem());
    }
}

package io.helve.testkit.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;

/**
 * A certificate with its key, in the forms in which users have them.
 *
 * @param certificate the certificate
 * @param key its private key
 */
public record Issued(X509Certificate certificate, PrivateKey key) {
    /** {@return the certificate as PEM} */
    public String chainPem() {
        return PemText.of("CERTIFICATE", Authority.encoded(certificate));
    }

    /** {@return the key as PEM, in PKCS#8} */
    public String keyPem() {
        return PemText.of("PRIVATE KEY", key.getEncoded());
    }

    /** {@return the key as PEM in the format older than PKCS#8: PKCS#1 for RSA, SEC 1 for EC} */
    public String oldKeyPem() {
        if (key instanceof RSAPrivateCrtKey rsa) {
            BigInteger[] numbers = {
                rsa.getModulus(),
                rsa.getPublicExponent(),
                rsa.getPrivateExponent(),
                rsa.getPrimeP(),
                rsa.getPrimeQ(),
                rsa.getPrimeExponentP(),
                rsa.getPrimeExponentQ(),
                rsa.getCrtCoefficient()
            };
            byte[] all = Der.integer(0);
            for (BigInteger number : numbers) {
                byte[] next = Der.element(2, number.toByteArray());
                all = ByteBuffer.allocate(all.length + next.length)
                        .put(all)
                        .put(next)
                        .array();
            }
            return PemText.of("RSA PRIVATE KEY", Der.sequence(all));
        }
        byte[] secret = new byte[32];
        byte[] number = ((ECPrivateKey) key).getS().toByteArray();
        int length = Math.min(number.length, secret.length);
        System.arraycopy(number, number.length - length, secret, secret.length - length, length);
        byte[] curve = Der.element(0xa0, Der.id(1, 2, 840, 10045, 3, 1, 7));
        return PemText.of("EC PRIVATE KEY", Der.sequence(Der.integer(1), Der.octets(secret), curve));
    }

    /**
     * Returns the key as PEM, in PKCS#8, encrypted.
     *
     * @param password the password
     * @return the text
     */
    public String encryptedKeyPem(String password) {
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

    /**
     * Returns a key store that holds both.
     *
     * @param password the key's password
     * @return the key store
     */
    public KeyStore keyStore(String password) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("own", key, password.toCharArray(), new X509Certificate[] {certificate});
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Writes the certificate and the key as PEM files, in place of existing files.
     *
     * @param chainFile the file for the certificate
     * @param keyFile the file for the key
     * @throws IOException if a file cannot be written
     */
    public void write(Path chainFile, Path keyFile) throws IOException {
        Files.writeString(chainFile, chainPem());
        Files.writeString(keyFile, keyPem());
    }
}

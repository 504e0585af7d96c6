package io.helve.net.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Reads private keys: PKCS#8, which the JDK knows, and the older forms of RSA and EC keys, which are the inner part of that. */
final class PrivateKeys {
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "DSA", "RSASSA-PSS");

    /** The version of PKCS#8. */
    private static final byte[] ZERO = {2, 1, 0};

    /** rsaEncryption, 1.2.840.113549.1.1.1. */
    private static final byte[] RSA = {6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 1, 1};

    private static final byte[] NULL = {5, 0};

    /** id-ecPublicKey, 1.2.840.10045.2.1. */
    private static final byte[] EC = {6, 7, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1};

    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 4;

    /** In an EC key: the curve. */
    private static final int CURVE = 0xa0;

    private PrivateKeys() {}

    static PrivateKey decode(byte[] pkcs8) throws GeneralSecurityException {
        return decode(new PKCS8EncodedKeySpec(pkcs8));
    }

    private static PrivateKey decode(PKCS8EncodedKeySpec spec) throws GeneralSecurityException {
        InvalidKeySpecException failure = new InvalidKeySpecException("it is of no kind that is known");
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (GeneralSecurityException e) {
                failure.addSuppressed(e);
            }
        }
        throw failure;
    }

    static PrivateKey decrypt(byte[] encrypted, char[] password) throws GeneralSecurityException, IOException {
        EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(encrypted);
        boolean pbes2 = info.getAlgName().equals("PBES2") || info.getAlgName().equals("1.2.840.113549.1.5.13");
        String algorithm = pbes2 ? info.getAlgParameters().toString() : info.getAlgName();
        PBEKeySpec spec = new PBEKeySpec(password);
        try {
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    SecretKeyFactory.getInstance(algorithm).generateSecret(spec),
                    info.getAlgParameters());
            return decode(info.getKeySpec(cipher));
        } finally {
            spec.clearPassword();
        }
    }

    /** PKCS#1. */
    static PrivateKey decodeRsa(byte[] pkcs1) throws GeneralSecurityException {
        return decode(element(SEQUENCE, ZERO, element(SEQUENCE, RSA, NULL), element(OCTETS, pkcs1)));
    }

    /** SEC 1, RFC 5915. */
    static PrivateKey decodeEc(byte[] sec1) throws GeneralSecurityException {
        return decode(element(SEQUENCE, ZERO, element(SEQUENCE, EC, curve(sec1)), element(OCTETS, sec1)));
    }

    private static byte[] curve(byte[] sec1) throws InvalidKeySpecException {
        try {
            int at = content(sec1, 0);
            int end = at + length(sec1, 0);
            while (at < end) {
                int inner = content(sec1, at);
                int length = length(sec1, at);
                if ((sec1[at] & 0xff) == CURVE) {
                    return Arrays.copyOfRange(sec1, inner, inner + length);
                }
                at = inner + length;
            }
        } catch (ArrayIndexOutOfBoundsException e) {
            throw new InvalidKeySpecException("it is cut off", e);
        }
        throw new InvalidKeySpecException("it does not say which curve it is of");
    }

    /** {@return where the content of the element begins} */
    private static int content(byte[] der, int at) {
        int first = der[at + 1] & 0xff;
        return at + 2 + (first < 128 ? 0 : first & 127);
    }

    private static int length(byte[] der, int at) throws InvalidKeySpecException {
        int first = der[at + 1] & 0xff;
        if (first < 128) {
            return first;
        }
        int length = 0;
        for (int i = 0; i < (first & 127); i++) {
            length = length << 8 | der[at + 2 + i] & 0xff;
        }
        if (length < 0 || length > der.length) {
            throw new InvalidKeySpecException("it is cut off");
        }
        return length;
    }

    private static byte[] element(int tag, byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (length < 128) {
            out.write(length);
        } else {
            boolean shorter = length < 256;
            out.write(shorter ? 0x81 : 0x82);
            if (!shorter) {
                out.write(length >> 8);
            }
            out.write(length);
        }
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}

package io.helve.net.tls.pem;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A private key in a PEM text. Supported are PKCS#8, encrypted or not, of any algorithm with which the JDK's TLS can
 * sign, and the older forms of RSA (PKCS#1) and EC (SEC 1). These are converted to PKCS#8, the only form that the JDK
 * reads.
 *
 * @param label the text between the dashes of the first line
 * @param body the text behind that line
 */
record PrivateKeyPem(String label, String body) {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ((?:[A-Z0-9]+ )*PRIVATE KEY)-----([^-]*(?:-(?!----)[^-]*)*)-----END \\1-----");

    private static final HexFormat HEX = HexFormat.of();
    private static final Set<String> PBES2 = Set.of("PBES2", "1.2.840.113549.1.5.13");
    private static final String RSA = "2a864886f70d010101";
    private static final String EC = "2a8648ce3d0201";

    /** Algorithms by the content of their object identifiers. */
    private static final Map<String, String> ALGORITHMS = Map.of(
            RSA,
            "RSA",
            "2a864886f70d01010a",
            "RSASSA-PSS",
            EC,
            "EC",
            "2b6570",
            "EdDSA", // Ed25519
            "2b6571",
            "EdDSA", // Ed448
            "2a8648ce380401",
            "DSA");

    private static final byte[] VERSION_0 = Asn1.element(Asn1.INTEGER, new byte[1]);

    /** {@return the first key of a text, or null if there is none} */
    static PrivateKeyPem in(String text) {
        Matcher found = KEY.matcher(text);
        return found.find() ? new PrivateKeyPem(found.group(1), found.group(2)) : null;
    }

    /** {@return whether the key is encrypted in a form that can be decrypted} */
    boolean isEncrypted() {
        return label.equals("ENCRYPTED PRIVATE KEY");
    }

    /** {@return whether the form of the key is not supported: OpenSSL's own encryption, or another program's} */
    boolean isForeign() {
        return body.contains("Proc-Type")
                || !isEncrypted()
                        && !label.equals("PRIVATE KEY")
                        && !label.equals("RSA PRIVATE KEY")
                        && !label.equals("EC PRIVATE KEY");
    }

    /** {@return the decrypted PKCS#8} */
    byte[] decrypted(String password) throws GeneralSecurityException, IOException {
        EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(content());
        AlgorithmParameters parameters = info.getAlgParameters();
        // the name of a PBES2 algorithm is found in its parameters only
        String algorithm =
                parameters != null && PBES2.contains(info.getAlgName()) ? parameters.toString() : info.getAlgName();
        PBEKeySpec secret = new PBEKeySpec(password.toCharArray());
        try {
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(
                    Cipher.DECRYPT_MODE, SecretKeyFactory.getInstance(algorithm).generateSecret(secret), parameters);
            return info.getKeySpec(cipher).getEncoded();
        } finally {
            secret.clearPassword();
        }
    }

    private byte[] content() {
        return Base64.getMimeDecoder().decode(body);
    }

    /** {@return the key, which must not be encrypted} */
    PrivateKey key() throws GeneralSecurityException {
        return switch (label) {
            case "RSA PRIVATE KEY" -> read(wrap(RSA, Asn1.element(Asn1.NULL), content()));
            case "EC PRIVATE KEY" -> read(wrap(EC, curve(content()), content()));
            default -> read(content());
        };
    }

    /** Reads a key from PKCS#8. */
    static PrivateKey read(byte[] pkcs8) throws GeneralSecurityException {
        Asn1 info = new Asn1(new Asn1(pkcs8).next(Asn1.SEQUENCE));
        info.next(Asn1.INTEGER);
        String id = HEX.formatHex(new Asn1(info.next(Asn1.SEQUENCE)).next(Asn1.ID));
        String algorithm = ALGORITHMS.get(id);
        if (algorithm == null) {
            throw new InvalidKeySpecException(
                    "its algorithm, whose object identifier is " + id + ", is none of RSA, EC, Ed25519, Ed448, DSA");
        }
        return factory(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }

    private static KeyFactory factory(String algorithm) throws GeneralSecurityException {
        try {
            return KeyFactory.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            boolean curves = algorithm.equals("EC") || algorithm.equals("EdDSA");
            throw new InvalidKeySpecException(
                    "this Java runtime has no " + algorithm + " keys"
                            + (curves ? "; add its module jdk.crypto.ec" : ""),
                    e);
        }
    }

    private static byte[] wrap(String id, byte[] parameters, byte[] key) {
        byte[] algorithm = Asn1.element(Asn1.SEQUENCE, Asn1.element(Asn1.ID, HEX.parseHex(id)), parameters);
        return Asn1.element(Asn1.SEQUENCE, VERSION_0, algorithm, Asn1.element(Asn1.OCTETS, key));
    }

    /** {@return the element that names the curve of a key in the form of SEC 1} */
    private static byte[] curve(byte[] sec1) throws InvalidKeySpecException {
        Asn1 key = new Asn1(new Asn1(sec1).next(Asn1.SEQUENCE));
        key.next(Asn1.INTEGER);
        key.next(Asn1.OCTETS);
        if (!key.isNext(Asn1.CONTEXT_0)) {
            throw new InvalidKeySpecException("it does not name its curve");
        }
        return key.next(Asn1.CONTEXT_0);
    }
}

package io.helve.net.tls;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLException;

/** The certificates and keys in a PEM text, RFC 7468; what stands between them is ignored. */
final class Pem {
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";

    private record Block(String label, byte[] content) {}

    private final String name;
    private final List<Block> blocks = new ArrayList<>();

    /**
     * Reads a text.
     *
     * @param name what it is, for messages
     * @throws SSLException if a block has no end, or is not Base64
     */
    Pem(String name, String text) throws SSLException {
        this.name = name;
        int at = text.indexOf(BEGIN);
        while (at >= 0) {
            int labelEnd = text.indexOf(DASHES, at + BEGIN.length());
            String label = labelEnd < 0 ? "" : text.substring(at + BEGIN.length(), labelEnd);
            String last = END + label + DASHES;
            int end = labelEnd < 0 ? -1 : text.indexOf(last, labelEnd);
            if (end < 0) {
                throw new SSLException(name + " is cut off");
            }
            blocks.add(block(label, text.substring(labelEnd + DASHES.length(), end)));
            at = text.indexOf(BEGIN, end + last.length());
        }
    }

    private Block block(String label, String content) throws SSLException {
        if (content.indexOf(':') >= 0) {
            throw new SSLException(name + " has a " + label
                    + " with headers, the way of old OpenSSL to encrypt keys: convert it with openssl pkcs8 -topk8");
        }
        try {
            return new Block(label, Base64.getMimeDecoder().decode(content));
        } catch (IllegalArgumentException e) {
            throw Unusable.because(name + " has a " + label + " that is not Base64", e);
        }
    }

    /** {@return the certificates, one at least} */
    List<X509Certificate> certificates() throws SSLException {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Block block : blocks) {
                if (block.label.equals("CERTIFICATE")
                        || block.label.equals("X509 CERTIFICATE")
                        || block.label.equals("TRUSTED CERTIFICATE")) {
                    certificates.add(
                            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.content)));
                }
            }
        } catch (GeneralSecurityException | RuntimeException e) {
            throw Unusable.because(name + " has a certificate that cannot be read", e);
        }
        if (certificates.isEmpty()) {
            throw new SSLException(name + " has no certificate");
        }
        return certificates;
    }

    /**
     * Finds the key.
     *
     * @param password the password, or null
     */
    PrivateKey key(char[] password) throws SSLException {
        for (Block block : blocks) {
            try {
                switch (block.label) {
                    case "PRIVATE KEY":
                        return PrivateKeys.decode(block.content);
                    case "ENCRYPTED PRIVATE KEY":
                        if (password == null) {
                            throw new SSLException(name + " has an encrypted key, and there is no password");
                        }
                        return PrivateKeys.decrypt(block.content, password);
                    case "RSA PRIVATE KEY":
                        return PrivateKeys.decodeRsa(block.content);
                    case "EC PRIVATE KEY":
                        return PrivateKeys.decodeEc(block.content);
                    default:
                        break;
                }
            } catch (SSLException e) {
                throw e;
            } catch (Exception e) {
                boolean encrypted = block.label.startsWith("ENCRYPTED");
                throw Unusable.because(
                        name + " has a key that cannot be " + (encrypted ? "decrypted with the password" : "read"), e);
            }
        }
        throw new SSLException(name + " has no private key");
    }
}

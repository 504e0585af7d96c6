package io.helve.testkit.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Issues certificates for tests: an authority with a key of its own and a self-signed certificate. Certificates are
 * valid for 30 days and are signed with ECDSA. Nothing is written to files unless a test asks for it.
 */
public final class Authority {
    private static final byte[] ECDSA = Der.sequence(Der.id(1, 2, 840, 10045, 4, 3, 2));

    private static final byte[] IS_AUTHORITY = Der.sequence(
            Der.id(2, 5, 29, 19), Der.element(1, new byte[] {-1}), Der.octets(Der.sequence(Der.element(1, new byte[] {-1
            }))));

    private final String name;
    private final KeyPair keys;
    private final X509Certificate certificate;
    private final String algorithm;
    private long serial = System.nanoTime();

    /**
     * Creates an authority that issues certificates for EC keys.
     *
     * @param name its common name
     */
    public Authority(String name) {
        this(name, "EC");
    }

    /**
     * Creates an authority.
     *
     * @param name its common name
     * @param algorithm the algorithm of the keys that it issues certificates for: EC, RSA, RSASSA-PSS, Ed25519 ...
     */
    public Authority(String name, String algorithm) {
        this.name = name;
        this.algorithm = algorithm;
        keys = generate("EC");
        Instant now = Instant.now();
        certificate = sign(name, keys, now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(30)), IS_AUTHORITY);
    }

    /** {@return its certificate as PEM} */
    public String pem() {
        return PemText.of("CERTIFICATE", encoded(certificate));
    }

    /** {@return its certificate} */
    public X509Certificate certificate() {
        return certificate;
    }

    /**
     * Issues a certificate that is valid now.
     *
     * @param subject the common name
     * @param hosts host names and literal addresses
     * @return the certificate and its key
     */
    public Issued issue(String subject, String... hosts) {
        Instant now = Instant.now();
        return issue(subject, now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(30)), hosts);
    }

    /**
     * Issues a certificate that was valid until yesterday.
     *
     * @param subject the common name
     * @param hosts host names and literal addresses
     * @return the certificate and its key
     */
    public Issued issueExpired(String subject, String... hosts) {
        Instant now = Instant.now();
        return issue(subject, now.minus(Duration.ofDays(3)), now.minus(Duration.ofDays(1)), hosts);
    }

    /**
     * Issues a self-signed certificate.
     *
     * @param subject the common name
     * @param hosts host names and literal addresses
     * @return the certificate and its key
     */
    public static Issued selfSigned(String subject, String... hosts) {
        Authority self = new Authority(subject);
        Instant now = Instant.now();
        byte[] alternatives = alternatives(hosts);
        byte[] extensions = ByteBuffer.allocate(IS_AUTHORITY.length + alternatives.length)
                .put(IS_AUTHORITY)
                .put(alternatives)
                .array();
        X509Certificate certificate =
                self.sign(subject, self.keys, now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(30)), extensions);
        return new Issued(certificate, self.keys.getPrivate());
    }

    /** {@return a key store in which the authority is trusted} */
    public KeyStore trustStore() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("authority", certificate);
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private Issued issue(String subject, Instant from, Instant to, String... hosts) {
        KeyPair own = generate(algorithm);
        byte[] alternatives = alternatives(hosts);
        X509Certificate issued = sign(subject, own, from, to, hosts.length == 0 ? new byte[0] : alternatives);
        return new Issued(issued, own.getPrivate());
    }

    private static byte[] alternatives(String... hosts) {
        List<byte[]> names = new ArrayList<>();
        for (String host : hosts) {
            boolean address = host.indexOf(':') >= 0 || Character.isDigit(host.charAt(host.length() - 1));
            names.add(address ? Der.element(0x87, address(host)) : Der.element(0x82, ascii(host)));
        }
        return Der.sequence(Der.id(2, 5, 29, 17), Der.octets(Der.sequence(names.toArray(byte[][]::new))));
    }

    private X509Certificate sign(String subject, KeyPair own, Instant from, Instant to, byte[] extension) {
        byte[] extensions = extension.length == 0 ? extension : Der.element(0xa3, Der.sequence(extension));
        byte[] body = Der.sequence(
                Der.element(0xa0, Der.integer(2)),
                Der.integer(serial++),
                ECDSA,
                Der.name(name),
                Der.sequence(Der.time(from), Der.time(to)),
                Der.name(subject),
                own.getPublic().getEncoded(),
                extensions);
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(body);
            byte[] whole = Der.sequence(body, ECDSA, Der.bits(signature.sign()));
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(whole));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static KeyPair generate(String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (algorithm.equals("EC")) {
                generator.initialize(new ECGenParameterSpec("secp256r1"));
            } else if (algorithm.startsWith("RSA")) {
                generator.initialize(2048);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] address(String literal) {
        try {
            return InetAddress.getByName(literal).getAddress();
        } catch (java.net.UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}

package io.helve.net.tls.pem;

import io.netty.handler.ssl.SslContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * A PEM text. Netty reads certificates; this class adds messages that tell users which file is wrong and why.
 *
 * @param name the name of the file or text, for messages
 * @param text the text
 */
public record Pem(String name, String text) {
    /** A longer file is not read, since it cannot hold certificates. */
    private static final int LONGEST = 16 << 20;

    private static final Pattern BEGIN = Pattern.compile("-----BEGIN ");
    private static final Pattern END = Pattern.compile("-----END [^-\\r\\n]+-----");

    /**
     * Gives access to Netty's reader of certificates, which is protected. Netty's builder of contexts reads files as
     * well, but would not show the key and the certificate, which are compared here, and knows fewer kinds of keys.
     */
    private abstract static class Reader extends SslContext {
        static X509Certificate[] certificates(InputStream pem) throws GeneralSecurityException {
            return toX509Certificates(pem);
        }
    }

    /**
     * Reads a file, or takes a text.
     *
     * @param file the file, or null
     * @param text the text if there is no file
     * @param what what the text holds, for messages
     * @return the PEM text
     * @throws SSLException if the file cannot be read or is incomplete
     */
    public static Pem of(Path file, String text, String what) throws SSLException {
        Pem pem = file == null ? new Pem("the PEM text of " + what, text) : new Pem(file.toString(), read(file));
        // half of a file that is being written must not count as a shorter chain or list
        if (BEGIN.matcher(pem.text).results().count()
                != END.matcher(pem.text).results().count()) {
            throw new SSLException(pem.name + " is cut off");
        }
        return pem;
    }

    private static String read(Path file) throws UnreadableException {
        try {
            byte[] read;
            try (InputStream in = Files.newInputStream(file)) {
                read = in.readNBytes(LONGEST + 1); // the size of a file that is no regular one is not known
            }
            if (read.length > LONGEST) {
                throw new UnreadableException(file + " is too long for a PEM file");
            }
            return new String(read, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            UnreadableException failure = new UnreadableException(
                    file + (e instanceof NoSuchFileException ? " is not there" : " cannot be read: " + e));
            failure.addSuppressed(e);
            throw failure;
        }
    }

    /**
     * Reads the certificates.
     *
     * @return the certificates, at least one
     * @throws SSLException if there is none, or one cannot be read
     */
    public X509Certificate[] certificates() throws SSLException {
        try {
            return Reader.certificates(stream());
        } catch (GeneralSecurityException | RuntimeException e) {
            throw UnusableCredentials.because(name + " has no certificate, or one that cannot be read", e);
        }
    }

    /**
     * Reads the private key.
     *
     * @param password the password, or null; ignored if the key is not encrypted
     * @return the key
     * @throws SSLException if there is none, or it cannot be read
     */
    public PrivateKey key(String password) throws SSLException {
        PrivateKeyPem pem = PrivateKeyPem.in(text);
        if (pem == null) {
            throw new SSLException(name + " has no private key");
        }
        if (pem.isForeign()) {
            throw new SSLException(
                    name + " has a key of an old or foreign form, which cannot be read; openssl pkcs8 -topk8"
                            + " converts keys to PKCS#8");
        }
        if (!pem.isEncrypted()) {
            return read(pem::key);
        }
        if (password == null) {
            throw new SSLException(name + " has an encrypted key, and there is no password");
        }
        byte[] decrypted;
        try {
            decrypted = pem.decrypted(password);
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            throw UnusableCredentials.because(
                    name + " has a private key that cannot be decrypted with the password", e);
        }
        return read(() -> PrivateKeyPem.read(decrypted));
    }

    private interface Reading {
        PrivateKey read() throws GeneralSecurityException;
    }

    private PrivateKey read(Reading reading) throws SSLException {
        try {
            return reading.read();
        } catch (GeneralSecurityException | RuntimeException e) {
            throw UnusableCredentials.because(name + " has a private key that cannot be read", e);
        }
    }

    private InputStream stream() {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}

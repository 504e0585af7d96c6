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
 * A PEM text. Netty reads it; here stands what users are told if it cannot.
 *
 * @param name what it is, for messages
 * @param text the text
 */
public record Pem(String name, String text) {
    /** Longer files hold no certificates. */
    private static final long LONGEST = 16 << 20;

    private static final Pattern BEGIN = Pattern.compile("-----BEGIN ");
    private static final Pattern END = Pattern.compile("-----END [^-\\r\\n]+-----");

    /**
     * Netty's reader, which is open to those who make contexts of their own. Its builder of contexts reads as well, but
     * would not show us the key and the certificate, so that we could see whether they belong together, and knows fewer
     * kinds of keys.
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
     * @param text the text in its place
     * @param what what the text holds
     */
    public static Pem of(Path file, String text, String what) throws SSLException {
        Pem pem = file == null ? new Pem("the PEM text of " + what, text) : new Pem(file.toString(), read(file));
        // half of a file that is being written must not count as the shorter chain or list that it is
        if (BEGIN.matcher(pem.text).results().count()
                != END.matcher(pem.text).results().count()) {
            throw new SSLException(pem.name + " is cut off");
        }
        return pem;
    }

    private static String read(Path file) throws UnreadableException {
        try {
            if (Files.size(file) > LONGEST) {
                throw new UnreadableException(file + " is too long for a PEM file");
            }
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            UnreadableException failure = new UnreadableException(
                    file + (e instanceof NoSuchFileException ? " is not there" : " cannot be read: " + e));
            failure.addSuppressed(e);
            throw failure;
        }
    }

    /** {@return the certificates, one at least} */
    public X509Certificate[] certificates() throws SSLException {
        try {
            return Reader.certificates(stream());
        } catch (GeneralSecurityException | RuntimeException e) {
            throw UnusableCredentials.because(name + " has no certificate, or one that cannot be read", e);
        }
    }

    /**
     * Finds the key.
     *
     * @param password the password, or null; not used if the key is not encrypted
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

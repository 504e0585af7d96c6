package io.helve.remote.osgi;

import io.helve.internal.ConfigurationReader;
import io.helve.stream.TlsConfig;
import io.helve.stream.TlsConfig.AuthMode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The settings of TLS.
 *
 * @param isDefault whether services are offered with TLS that do not say whether
 * @param server the certificate of the servers, and which clients they trust; empty without a certificate
 * @param client the certificate of the client, if there is one, and which servers it trusts
 */
record RemoteTls(boolean isDefault, Optional<TlsConfig> server, TlsConfig client) {
    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----");

    /** Whether clients must present a certificate. */
    enum ClientCertificate {
        /** Servers ask for no certificate. */
        NONE,
        /** A client may present a certificate, which is verified. */
        OPTIONAL,
        /** A client must present a trusted certificate. */
        REQUIRED
    }

    static RemoteTls parse(ConfigurationReader reader) {
        boolean isDefault = reader.bool("tls", false);
        String certificate = reader.text("tls.certificate", "").trim();
        String key = reader.text("tls.key", "").trim();
        String passwordFile = reader.text("tls.key.password.file", "").trim();
        String authorities = reader.text("tls.authorities", "").trim();
        ClientCertificate clients = reader.choice("tls.client.certificate", ClientCertificate.REQUIRED);
        if (certificate.isEmpty() && isDefault) {
            throw new IllegalArgumentException("tls.certificate must be set if tls is true");
        }
        if (certificate.isEmpty() && !(key.isEmpty() && passwordFile.isEmpty())) {
            throw new IllegalArgumentException("tls.key and tls.key.password.file need tls.certificate");
        }
        if (!certificate.isEmpty() && authorities.isEmpty() && clients != ClientCertificate.NONE) {
            throw new IllegalArgumentException("tls.authorities must be set unless tls.client.certificate is none:"
                    + " otherwise a client with a certificate of any public authority would be trusted");
        }
        TlsConfig.Builder both = TlsConfig.builder();
        if (!authorities.isEmpty()) {
            both.trust(certificates("tls.authorities", authorities));
        }
        if (!certificate.isEmpty()) {
            both.identity(
                    certificates("tls.certificate", certificate),
                    key.isEmpty() ? file("tls.certificate", certificate) : file("tls.key", key),
                    passwordFile.isEmpty() ? null : password(passwordFile));
        }
        TlsConfig client = both.build();
        TlsConfig server =
                client.toBuilder().authMode(AuthMode.valueOf(clients.name())).build();
        return new RemoteTls(isDefault, certificate.isEmpty() ? Optional.empty() : Optional.of(server), client);
    }

    /** {@return the file, which has certificates that can be read: connections would read it later, and fail then} */
    private static Path certificates(String key, String text) {
        Path file = file(key, text);
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            List<String> found = CERTIFICATE
                    .matcher(Files.readString(file, StandardCharsets.ISO_8859_1))
                    .results()
                    .map(MatchResult::group)
                    .toList();
            for (String each : found) {
                factory.generateCertificate(new ByteArrayInputStream(each.getBytes(StandardCharsets.ISO_8859_1)));
            }
            if (!found.isEmpty()) {
                return file;
            }
        } catch (IOException | CertificateException e) {
            throw new IllegalArgumentException(key + " cannot be read: " + e.getMessage(), e);
        }
        throw new IllegalArgumentException(key + " must have certificates in PEM, and " + text + " has none");
    }

    private static Path file(String key, String text) {
        try {
            Path file = Path.of(text);
            if (Files.isReadable(file)) {
                return file;
            }
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(key + " is no path: " + e.getMessage(), e);
        }
        throw new IllegalArgumentException(key + " must be a file that can be read, not " + text);
    }

    private static String password(String text) {
        try {
            return Files.readAllLines(file("tls.key.password.file", text)).stream()
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            throw new IllegalArgumentException("tls.key.password.file cannot be read: " + e.getMessage(), e);
        }
    }
}

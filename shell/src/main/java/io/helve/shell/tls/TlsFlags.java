package io.helve.shell.tls;

import io.helve.stream.StreamEndpoint;
import io.helve.stream.StreamOptions;
import io.helve.stream.TlsConfig;
import io.helve.stream.TlsConfig.AuthMode;
import io.helve.stream.TlsConfig.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** Options of the command line for TLS. */
public final class TlsFlags {
    @Option(
            names = "--cert",
            paramLabel = "FILE",
            description =
                    "the certificate of this side and the intermediate ones, PEM; read again when the file has changed")
    private Path certificate;

    @Option(names = "--key", paramLabel = "FILE", description = "the private key, PEM (default: in the file of --cert)")
    private Path key;

    @Option(
            names = "--key-password-file",
            paramLabel = "FILE",
            description = "a file whose first line is the password of the private key")
    private Path passwordFile;

    @Option(
            names = "--cacert",
            paramLabel = "FILE",
            description = "certificates of trusted authorities, PEM (default: those of the JDK)")
    private Path authorities;

    @Option(names = "--insecure", description = "do not verify the certificate of the peer")
    private boolean insecure;

    @Option(
            names = "--server-name",
            paramLabel = "NAME",
            description = "the server name (SNI) that the certificate must have (default: the host of the URL)")
    private String serverName;

    @Option(
            names = "--alpn",
            paramLabel = "PROTOCOL",
            split = ",",
            description = "application protocols to offer, in order of preference")
    private List<String> protocols = List.of();

    @Option(names = "--tls-min", paramLabel = "VERSION", description = "the lowest version, 1.2 (default) or 1.3")
    private String min;

    @Option(names = "--tls-max", paramLabel = "VERSION", description = "the highest version, 1.2 or 1.3 (default)")
    private String max;

    @Option(
            names = "--client-auth",
            paramLabel = "MODE",
            description = "whether clients must present a trusted certificate: none (default), optional, required")
    private String clientAuth;

    /**
     * Sets the options that were given.
     *
     * @throws IllegalArgumentException if an option is wrong; the message is for the user
     */
    public void apply(StreamEndpoint endpoint, Path directory, EndpointRole role) {
        TlsConfig config = config(directory, role);
        if (config != null) {
            endpoint.set(StreamOptions.TLS, config);
        }
    }

    /**
     * Returns the configuration, or null if no option was given.
     *
     * @throws IllegalArgumentException if an option is wrong; the message is for the user
     */
    public TlsConfig config(Path directory, EndpointRole role) {
        if (isEmpty()) {
            return null;
        }
        TlsConfig.Builder builder = TlsConfig.builder();
        if (certificate != null) {
            builder.identity(
                    directory.resolve(certificate),
                    directory.resolve(key == null ? certificate : key),
                    password(directory));
        } else if (key != null || passwordFile != null) {
            throw new IllegalArgumentException("--key and --key-password-file need --cert");
        }
        if (authorities != null) {
            builder.trust(directory.resolve(authorities));
        }
        Version lowest = version(min, Version.TLS_1_2);
        Version highest = version(max, Version.TLS_1_3);
        if (lowest.compareTo(highest) > 0) {
            throw new IllegalArgumentException("--tls-min is above --tls-max");
        }
        builder.versions(lowest, highest);
        builder.authMode(authMode(role)).serverName(serverName).alpn(protocols.toArray(new String[0]));
        return builder.build();
    }

    private boolean isEmpty() {
        return certificate == null
                && key == null
                && passwordFile == null
                && authorities == null
                && !insecure
                && serverName == null
                && protocols.isEmpty()
                && min == null
                && max == null
                && clientAuth == null;
    }

    private AuthMode authMode(EndpointRole role) {
        if (role == EndpointRole.DIALER && clientAuth != null) {
            throw new IllegalArgumentException("--client-auth goes with listening only");
        }
        if (role == EndpointRole.LISTENER && (insecure || serverName != null)) {
            throw new IllegalArgumentException("--insecure and --server-name go with dialing only");
        }
        if (clientAuth == null) {
            return insecure ? AuthMode.NONE : AuthMode.DEFAULT;
        }
        try {
            return AuthMode.valueOf(clientAuth.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--client-auth must be none, optional or required, not " + clientAuth);
        }
    }

    private static Version version(String text, Version otherwise) {
        if (text == null) {
            return otherwise;
        }
        return switch (text) {
            case "1.2" -> Version.TLS_1_2;
            case "1.3" -> Version.TLS_1_3;
            default -> throw new IllegalArgumentException("TLS versions are 1.2 and 1.3, not " + text);
        };
    }

    private String password(Path directory) {
        if (passwordFile == null) {
            return null;
        }
        try {
            return Files.readString(directory.resolve(passwordFile))
                    .lines()
                    .findFirst()
                    .orElse("");
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("--key-password-file " + passwordFile + ": there is no such file");
        } catch (IOException e) {
            throw new IllegalArgumentException("--key-password-file " + passwordFile + " cannot be read: " + e);
        }
    }
}

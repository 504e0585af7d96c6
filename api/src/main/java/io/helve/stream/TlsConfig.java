package io.helve.stream;

import io.helve.annotation.NotThreadSafe;
import io.helve.annotation.ThreadSafe;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The settings of TLS: an immutable value. Mirrors {@code nng_tls_config}.
 *
 * <p>By default a dialer trusts the JDK's certificate authorities and verifies the certificate and the host's name, and
 * a listener asks for no certificate; the version is 1.2 at least, 1.3 preferred. A name is looked for among the
 * subject alternative names of a certificate only.
 */
@ThreadSafe
public final class TlsConfig {
    /** The defaults. */
    public static final TlsConfig DEFAULTS = builder().build();

    /** Whether the peer must present a trusted certificate. */
    public enum AuthMode {
        /** A dialer verifies the peer's certificate; a listener asks for no certificate. */
        DEFAULT,
        /** The peer is not verified. */
        NONE,
        /** The peer may omit its certificate; a certificate that the peer presents is verified. */
        OPTIONAL,
        /** The peer must present a trusted certificate. */
        REQUIRED
    }

    /** The versions of TLS. */
    public enum Version {
        /** TLS 1.2. */
        TLS_1_2,
        /** TLS 1.3. */
        TLS_1_3
    }

    /**
     * The certificate and key of this side.
     *
     * @param chainFile a PEM file with the certificate and the intermediate certificates up to its root, or
     *     {@code null}; read again when the file has changed
     * @param keyFile a PEM file with the key, or {@code null}; read again when the file has changed. The key is an RSA,
     *     RSASSA-PSS, EC, Ed25519, Ed448 or DSA key, in PKCS#8, which may be encrypted if the JDK can decrypt it (PBES2
     *     with AES; neither scrypt nor DES), or in one of the older formats PKCS#1 and SEC 1, not encrypted
     * @param chain the content of such a file as text, in place of {@code chainFile}, or {@code null}
     * @param key the content of such a file as text, in place of {@code keyFile}, or {@code null}
     * @param keyStore a key store in place of files and texts, or {@code null}
     * @param password the password of the key or of the key store's key, {@code null} if it has none. Not part of
     *     {@code toString}.
     */
    public record Identity(
            @Nullable Path chainFile,
            @Nullable Path keyFile,
            @Nullable String chain,
            @Nullable String key,
            @Nullable KeyStore keyStore,
            @Nullable String password) {
        @Override
        public String toString() {
            return keyStore != null ? "key store" : chainFile != null ? chainFile + ", " + keyFile : "PEM text";
        }
    }

    /**
     * The trusted certificate authorities.
     *
     * @param caFile a PEM file with certificates, or {@code null}; read again when the file has changed
     * @param ca the content of such a file as text, or {@code null}
     * @param keyStore a key store with certificates, or {@code null}
     */
    public record Trust(
            @Nullable Path caFile,
            @Nullable String ca,
            @Nullable KeyStore keyStore) {
        @Override
        public String toString() {
            return keyStore != null ? "key store" : caFile != null ? caFile.toString() : "PEM text";
        }
    }

    private final @Nullable Identity identity;
    private final @Nullable Trust trust;
    private final AuthMode authMode;
    private final Version minVersion;
    private final Version maxVersion;
    private final @Nullable String serverName;
    private final boolean verifyHost;
    private final List<String> alpn;
    private final List<String> cipherSuites;
    private final boolean commonName;

    private TlsConfig(Builder builder) {
        identity = builder.identity;
        trust = builder.trust;
        authMode = builder.authMode;
        minVersion = builder.minVersion;
        maxVersion = builder.maxVersion;
        serverName = builder.serverName;
        verifyHost = builder.verifyHost;
        alpn = builder.alpn;
        cipherSuites = builder.cipherSuites;
        commonName = builder.commonName;
    }

    /**
     * Returns a builder that starts from the defaults.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns a builder that starts from the values of this object.
     *
     * @return a new builder
     */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.identity = identity;
        builder.trust = trust;
        builder.authMode = authMode;
        builder.minVersion = minVersion;
        builder.maxVersion = maxVersion;
        builder.serverName = serverName;
        builder.verifyHost = verifyHost;
        builder.alpn = alpn;
        builder.cipherSuites = cipherSuites;
        builder.commonName = commonName;
        return builder;
    }

    /**
     * Returns the certificate and key of this side.
     *
     * @return the identity, empty if there is none
     */
    public Optional<Identity> identity() {
        return Optional.ofNullable(identity);
    }

    /**
     * Returns the trusted certificate authorities.
     *
     * @return the certificate authorities, empty for those that the JDK trusts
     */
    public Optional<Trust> trust() {
        return Optional.ofNullable(trust);
    }

    /**
     * Returns whether the peer must present a certificate.
     *
     * @return the mode
     */
    public AuthMode authMode() {
        return authMode;
    }

    /**
     * Returns the lowest accepted version.
     *
     * @return the version
     */
    public Version minVersion() {
        return minVersion;
    }

    /**
     * Returns the highest accepted version.
     *
     * @return the version
     */
    public Version maxVersion() {
        return maxVersion;
    }

    /**
     * Returns the name that a dialer asks for and verifies.
     *
     * @return the name, empty for the host of the URL
     */
    public Optional<String> serverName() {
        return Optional.ofNullable(serverName);
    }

    /**
     * Returns whether a dialer that verifies also compares the certificate with the server's name.
     *
     * @return whether it does
     */
    public boolean verifyHost() {
        return verifyHost;
    }

    /**
     * Returns the application protocols that this side offers by ALPN, the preferred protocol first.
     *
     * @return an immutable list, perhaps empty
     */
    public List<String> alpn() {
        return alpn;
    }

    /**
     * Returns the cipher suites that this side allows, the preferred suite first.
     *
     * @return an immutable list, empty for those that the JDK enables by default
     */
    public List<String> cipherSuites() {
        return cipherSuites;
    }

    /**
     * Returns whether a dialer that verifies the server's name takes the common name (CN) of a certificate that has no
     * DNS name among its subject alternative names.
     *
     * @return whether it does
     */
    public boolean commonName() {
        return commonName;
    }

    @Override
    public String toString() {
        return "TlsConfig[identity=" + identity + ", trust=" + trust + ", authMode=" + authMode + ", versions="
                + minVersion + ".." + maxVersion + ", serverName=" + serverName + ", verifyHost=" + verifyHost
                + ", alpn=" + alpn + ", cipherSuites=" + cipherSuites + ", commonName=" + commonName + "]";
    }

    /** Collects the values. */
    @NotThreadSafe
    public static final class Builder {
        private @Nullable Identity identity;
        private @Nullable Trust trust;
        private AuthMode authMode = AuthMode.DEFAULT;
        private Version minVersion = Version.TLS_1_2;
        private Version maxVersion = Version.TLS_1_3;
        private @Nullable String serverName;
        private boolean verifyHost = true;
        private List<String> alpn = List.of();
        private List<String> cipherSuites = List.of();
        private boolean commonName;

        private Builder() {}

        /**
         * Sets the certificate and key of this side from PEM files, which are read at the first handshake and again
         * when they change.
         *
         * @param chainFile the certificate and the intermediate certificates up to its root
         * @param keyFile the key; may be the same file
         * @param password the password of the key, or {@code null}
         * @return this
         */
        public Builder identity(Path chainFile, Path keyFile, @Nullable String password) {
            identity = new Identity(
                    Objects.requireNonNull(chainFile, "chainFile"),
                    Objects.requireNonNull(keyFile, "keyFile"),
                    null,
                    null,
                    null,
                    password);
            return this;
        }

        /**
         * Sets the certificate and key of this side from PEM text.
         *
         * @param chain the certificate and the intermediate certificates up to its root
         * @param key the key
         * @param password the password of the key, or {@code null}
         * @return this
         */
        public Builder identity(String chain, String key, @Nullable String password) {
            identity = new Identity(
                    null,
                    null,
                    Objects.requireNonNull(chain, "chain"),
                    Objects.requireNonNull(key, "key"),
                    null,
                    password);
            return this;
        }

        /**
         * Sets the certificate and key of this side from a key store.
         *
         * @param keyStore the key store, loaded
         * @param password the password of the key, or {@code null}
         * @return this
         */
        public Builder identity(KeyStore keyStore, @Nullable String password) {
            identity = new Identity(null, null, null, null, Objects.requireNonNull(keyStore, "keyStore"), password);
            return this;
        }

        /**
         * Sets the trusted certificate authorities from a PEM file, which is read at the first handshake and again when
         * it changes.
         *
         * @param caFile the file with the certificates
         * @return this
         */
        public Builder trust(Path caFile) {
            trust = new Trust(Objects.requireNonNull(caFile, "caFile"), null, null);
            return this;
        }

        /**
         * Sets the trusted certificate authorities from PEM text.
         *
         * @param ca the certificates
         * @return this
         */
        public Builder trust(String ca) {
            trust = new Trust(null, Objects.requireNonNull(ca, "ca"), null);
            return this;
        }

        /**
         * Sets the trusted certificate authorities from a key store.
         *
         * @param keyStore the key store, loaded
         * @return this
         */
        public Builder trust(KeyStore keyStore) {
            trust = new Trust(null, null, Objects.requireNonNull(keyStore, "keyStore"));
            return this;
        }

        /**
         * Sets whether the peer must present a certificate.
         *
         * @param mode the mode
         * @return this
         */
        public Builder authMode(AuthMode mode) {
            authMode = Objects.requireNonNull(mode, "mode");
            return this;
        }

        /**
         * Sets the accepted versions.
         *
         * @param min the lowest
         * @param max the highest
         * @return this
         * @throws IllegalArgumentException if the lowest is above the highest
         */
        public Builder versions(Version min, Version max) {
            Objects.requireNonNull(min, "min");
            Objects.requireNonNull(max, "max");
            if (min.compareTo(max) > 0) {
                throw new IllegalArgumentException("the lowest version " + min + " is above the highest, " + max);
            }
            minVersion = min;
            maxVersion = max;
            return this;
        }

        /**
         * Sets the name that a dialer asks for and verifies.
         *
         * @param name the name, or {@code null} for the host of the URL
         * @return this
         */
        public Builder serverName(@Nullable String name) {
            serverName = name;
            return this;
        }

        /**
         * Sets whether a dialer that verifies also compares the certificate with the server's name.
         *
         * @param verify whether it does
         * @return this
         */
        public Builder verifyHost(boolean verify) {
            verifyHost = verify;
            return this;
        }

        /**
         * Sets the application protocols that this side offers by ALPN.
         *
         * @param protocols the protocols, the preferred protocol first
         * @return this
         */
        public Builder alpn(String... protocols) {
            Objects.requireNonNull(protocols, "protocols");
            alpn = List.of(protocols);
            return this;
        }

        /**
         * Sets the cipher suites that this side allows, by the names of the JDK, such as
         * {@code TLS_AES_256_GCM_SHA384}. A suite that the JDK does not support makes certificates unusable:
         * {@code listen} and dials fail with {@code ECRYPTO}.
         *
         * @param suites the suites, the preferred suite first; without any, the JDK's default suites are allowed
         * @return this
         */
        public Builder cipherSuites(String... suites) {
            Objects.requireNonNull(suites, "suites");
            cipherSuites = List.of(suites);
            return this;
        }

        /**
         * Sets whether a dialer that verifies the server's name takes the common name (CN) of a certificate that has no
         * DNS name among its subject alternative names. RFC 6125 deprecates that; it is off by default, and such a
         * certificate is refused with {@code EPEERAUTH}.
         *
         * @param take whether it does
         * @return this
         */
        public Builder commonName(boolean take) {
            commonName = take;
            return this;
        }

        /**
         * Builds the value.
         *
         * @return the value
         */
        public TlsConfig build() {
            return new TlsConfig(this);
        }
    }
}

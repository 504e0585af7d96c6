package io.helve.testkit.tls;

import io.helve.stream.TlsConfig;

/** TLS between two sides on this machine: an authority that both trust, and a certificate for localhost. */
public final class LocalTls {
    private static final String PASSWORD = "not a secret";
    private static final Authority AUTHORITY = new Authority("Helve test authority");
    private static final Issued SERVER = AUTHORITY.issue("localhost", "localhost", "127.0.0.1", "::1");

    private static final TlsConfig LISTENING =
            TlsConfig.builder().identity(SERVER.keyStore(PASSWORD), PASSWORD).build();

    private static final TlsConfig DIALING =
            TlsConfig.builder().trust(AUTHORITY.trustStore()).build();

    private LocalTls() {}

    /** {@return the authority} */
    public static Authority authority() {
        return AUTHORITY;
    }

    /** {@return the certificate of localhost, 127.0.0.1 and ::1, and its key} */
    public static Issued server() {
        return SERVER;
    }

    /** {@return the settings of a listener, which shows the certificate of localhost} */
    public static TlsConfig listening() {
        return LISTENING;
    }

    /** {@return the settings of a dialer, which trusts the authority} */
    public static TlsConfig dialing() {
        return DIALING;
    }
}

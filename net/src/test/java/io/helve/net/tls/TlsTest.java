package io.helve.net.tls;

import io.helve.net.StreamTest;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamOptions;
import io.helve.stream.TlsConfig;

/** A test with an authority, and certificates of a server and a client that it has issued. */
public abstract class TlsTest extends StreamTest {
    static final Authority AUTHORITY = new Authority("Helve test authority");
    static final Issued SERVER = AUTHORITY.issue("server", "localhost", "127.0.0.1", "::1");
    static final Issued CLIENT = AUTHORITY.issue("client");

    protected static TlsConfig.Builder server() {
        return server(SERVER);
    }

    static TlsConfig.Builder server(Issued issued) {
        return TlsConfig.builder()
                .identity(issued.chainPem(), issued.keyPem(), null)
                .trust(AUTHORITY.pem());
    }

    protected static TlsConfig.Builder client() {
        return TlsConfig.builder().trust(AUTHORITY.pem());
    }

    final StreamListener listener(TlsConfig.Builder config) {
        return listener("tls+tcp://localhost:0", config);
    }

    final StreamListener listener(String url, TlsConfig.Builder config) {
        StreamListener listener = closing(streams.listener(url)).set(StreamOptions.TLS, config.build());
        listener.listen();
        return listener;
    }

    final StreamDialer dialer(StreamListener listener, TlsConfig.Builder config) {
        return dialer(listener.dialUrl().toString(), config);
    }

    final StreamDialer dialer(String url, TlsConfig.Builder config) {
        return closing(streams.dialer(url)).set(StreamOptions.TLS, config.build());
    }

    final Pair connect(TlsConfig.Builder server, TlsConfig.Builder client) {
        StreamListener listener = listener(server);
        return connect(dialer(listener, client), listener);
    }
}

package io.helve.net.tls;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.net.StreamTest;
import io.helve.stream.Stream;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamOptions;
import io.helve.stream.TlsConfig;
import io.helve.stream.TlsConfig.Version;
import io.helve.testkit.tls.Authority;
import io.helve.testkit.tls.Issued;
import java.nio.ByteBuffer;

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

    protected final StreamListener listener(TlsConfig.Builder config) {
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

    /**
     * Accepts, dials, and if that succeeds receives: over TLS 1.3 a client is done before the server has seen its
     * certificate.
     *
     * @return the operation that failed
     */
    final Aio refused(StreamListener listener, TlsConfig.Builder client) {
        listener.accept(aio());
        Aio dial = run(dialer(listener, client)::dial);
        return dial.result() == AioError.OK
                ? ended(receiving(closing((Stream) dial.getOutput(0)), ByteBuffer.allocate(1)))
                : dial;
    }

    final Pair connect(TlsConfig.Builder server, TlsConfig.Builder client) {
        StreamListener listener = listener(server);
        return connect(dialer(listener, client), listener);
    }

    /** A connection for which the operating system buffers little. */
    final Pair connectNarrowly() {
        return connectNarrowly(Version.TLS_1_3);
    }

    final Pair connectNarrowly(Version version) {
        StreamListener listener = closing(streams.listener("tls+tcp://localhost:0"));
        listener.set(StreamOptions.TLS, server().build()).set(StreamOptions.KERNEL_RECEIVE_BUFFER, 64 << 10);
        listener.listen();
        StreamDialer dialer =
                dialer(listener, client().versions(version, version)).set(StreamOptions.KERNEL_SEND_BUFFER, 64 << 10);
        return connect(dialer, listener);
    }
}

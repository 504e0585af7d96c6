package io.helve.net.ws;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.net.tls.TlsTest;
import io.helve.stream.StreamConfig;
import io.helve.stream.StreamConfig.Transport;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamOptions;
import io.helve.stream.StreamProperty;
import io.helve.stream.TlsConfig.Version;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** WebSockets over TLS. */
class SecureWebSocketTest extends TlsTest {
    private StreamListener secure() {
        StreamListener listener = closing(streams.listener("wss://localhost:0/secret"));
        listener.set(StreamOptions.TLS, server().build());
        listener.listen();
        return listener;
    }

    private StreamDialer trusting(StreamListener listener) {
        return closing(streams.dialer(listener.dialUrl().toString())).set(StreamOptions.TLS, client().build());
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void messagesGoBothWaysAndTheEndIsOrderly(Transport transport) {
        control.configure(StreamConfig.DEFAULTS.withTransport(transport));
        StreamListener listener = secure();
        talk(connect(trusting(listener), listener));
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void everyVersionWillDo(Version version) {
        StreamListener listener = secure();
        StreamDialer dialer = trusting(listener)
                .set(StreamOptions.TLS, client().versions(version, version).build());
        talk(connect(dialer, listener));
    }

    private void talk(Pair pair) {
        byte[] data = new byte[500_000];
        new Random(1).nextBytes(data);
        Aio there = send(pair.dialed(), data);
        assertArrayEquals(data, ((ByteBuffer) ok(run(pair.accepted()::receive)).getOutput(0)).array());
        ok(there);
        Aio back = send(pair.accepted(), data);
        assertArrayEquals(data, ((ByteBuffer) ok(run(pair.dialed()::receive)).getOutput(0)).array());
        ok(back);
        assertEquals(Boolean.TRUE, pair.dialed().get(StreamProperty.TLS_VERIFIED));
        assertEquals("/secret", pair.accepted().get(StreamProperty.WS_PATH));
        ok(run(pair.dialed()::shutdown));
        fails(AioError.ECONNSHUT, run(pair.accepted()::receive));
        fails(AioError.ECONNSHUT, run(pair.dialed()::receive));
        assertEquals(1000, pair.accepted().get(StreamProperty.WS_CLOSE_CODE));
        assertEquals(1000, pair.dialed().get(StreamProperty.WS_CLOSE_CODE));
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void aCloseIsAnOrderlyEndForThePeer(Transport transport) {
        control.configure(StreamConfig.DEFAULTS.withTransport(transport));
        StreamListener listener = secure();
        Pair pair = connect(trusting(listener), listener);
        pair.dialed().close();
        fails(AioError.ECONNSHUT, run(pair.accepted()::receive));
        assertEquals(1000, pair.accepted().get(StreamProperty.WS_CLOSE_CODE));
    }

    @Test
    void aServerThatIsNotTrustedIsRefused() {
        StreamListener listener = secure();
        Aio accept = aio();
        listener.accept(accept);
        fails(AioError.EPEERAUTH, run(closing(streams.dialer(listener.dialUrl().toString()))::dial));
    }

    @Test
    void aPlainClientIsRefused() {
        StreamListener listener = secure();
        Aio accept = aio();
        listener.accept(accept);
        String plain = listener.dialUrl().toString().replace("wss:", "ws:");
        Aio dial = run(closing(streams.dialer(plain))::dial);
        assertEquals(true, dial.result() == AioError.EPROTO || dial.result() == AioError.ECONNRESET, dial::toString);
        eventually(() -> control.snapshot().acceptFailures() == 1);
    }

    @Test
    void aListenerWithoutACertificateDoesNotListen() {
        StreamListener listener = closing(streams.listener("wss://localhost:0/"));
        assertEquals(
                AioError.ECRYPTO,
                assertThrows(AioException.class, listener::listen).error());
    }
}

package io.helve.net.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.helve.aio.AioError;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamProperty;
import org.junit.jupiter.api.Test;

/** The name that a dialer asks for, and compares with the certificate. */
class ServerNameTest extends TlsTest {
    @Test
    void theHostOfTheUrlIsAskedForAndSeenByTheServer() {
        Pair pair = connect(server(), client());
        assertEquals("localhost", pair.accepted().get(StreamProperty.TLS_SERVER_NAME));
        assertEquals("localhost", pair.dialed().get(StreamProperty.TLS_SERVER_NAME));
    }

    @Test
    void anAddressIsNotAskedForButComparedWithTheCertificate() {
        StreamListener listener = listener("tls+tcp4://127.0.0.1:0", server());
        Pair pair = connect(dialer(listener, client()), listener);
        assertNull(pair.accepted().get(StreamProperty.TLS_SERVER_NAME));
        assertNull(pair.dialed().get(StreamProperty.TLS_SERVER_NAME));
        StreamListener other = listener("tls+tcp4://127.0.0.1:0", server(AUTHORITY.issue("server", "127.0.0.2")));
        fails(AioError.EPEERAUTH, refused(other, client()));
    }

    @Test
    void aCertificateOfAnotherHostIsRefused() {
        StreamListener listener = listener(server(AUTHORITY.issue("server", "elsewhere.example")));
        fails(AioError.EPEERAUTH, refused(listener, client()));
    }

    @Test
    void unlessItIsAskedForByThatName() {
        StreamListener listener = listener(server(AUTHORITY.issue("server", "elsewhere.example")));
        Pair pair = connect(dialer(listener, client().serverName("elsewhere.example")), listener);
        assertEquals("elsewhere.example", pair.accepted().get(StreamProperty.TLS_SERVER_NAME));
    }

    @Test
    void orTheHostIsNotCompared() {
        StreamListener listener = listener(server(AUTHORITY.issue("server", "elsewhere.example")));
        Pair pair = connect(dialer(listener, client().verifyHost(false)), listener);
        assertEquals(true, pair.dialed().get(StreamProperty.TLS_VERIFIED));
    }
}

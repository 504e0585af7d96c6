package io.helve.net.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.AioError;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamProperty;
import io.helve.stream.TlsConfig.Version;
import org.junit.jupiter.api.Test;

/** What both sides agree on: version, cipher suite, application protocol. */
class HandshakeVerdictTest extends TlsTest {
    @Test
    void theNewestVersionIsPreferred() {
        Pair pair = connect(server(), client());
        assertEquals("TLSv1.3", pair.dialed().get(StreamProperty.TLS_VERSION));
        String cipher = pair.dialed().get(StreamProperty.TLS_CIPHER);
        assertNotNull(cipher);
        assertEquals(cipher, pair.accepted().get(StreamProperty.TLS_CIPHER));
    }

    @Test
    void rangesThatOverlapMeet() {
        Pair pair = connect(server(), client().versions(Version.TLS_1_2, Version.TLS_1_2));
        assertEquals("TLSv1.2", pair.accepted().get(StreamProperty.TLS_VERSION));
    }

    @Test
    void rangesThatDoNotOverlapFail() {
        StreamListener listener = listener(server().versions(Version.TLS_1_3, Version.TLS_1_3));
        fails(AioError.ECRYPTO, refused(listener, client().versions(Version.TLS_1_2, Version.TLS_1_2)));
        StreamListener old = listener(server().versions(Version.TLS_1_2, Version.TLS_1_2));
        fails(AioError.ECRYPTO, refused(old, client().versions(Version.TLS_1_3, Version.TLS_1_3)));
        eventually(() -> control.snapshot().acceptFailures() == 2);
    }

    @Test
    void theServersFavouriteAmongTheCommonProtocolsIsAgreedOn() {
        Pair pair = connect(server().alpn("b", "a"), client().alpn("c", "a", "b"));
        assertEquals("b", pair.dialed().get(StreamProperty.TLS_ALPN));
        assertEquals("b", pair.accepted().get(StreamProperty.TLS_ALPN));
    }

    @Test
    void whoOffersNoProtocolAgreesOnNone() {
        Pair pair = connect(server().alpn("a"), client());
        assertNull(pair.dialed().get(StreamProperty.TLS_ALPN));
        pair = connect(server(), client().alpn("a"));
        assertNull(pair.accepted().get(StreamProperty.TLS_ALPN));
    }

    @Test
    void whoOffersOnlyOthersFails() {
        StreamListener listener = listener(server().alpn("a"));
        fails(AioError.ECRYPTO, refused(listener, client().alpn("b")));
    }

    @Test
    void aSessionThatIsResumedHasTheSameProperties() {
        StreamListener listener = listener(server());
        var dialer = dialer(listener, client());
        for (int i = 0; i < 3; i++) {
            Pair pair = connect(dialer, listener);
            sendAll(pair.accepted(), bytes("x"));
            receive(pair.dialed(), 1);
            assertTrue(pair.dialed().get(StreamProperty.TLS_VERIFIED));
            assertEquals(
                    1, pair.dialed().get(StreamProperty.TLS_PEER_CERTIFICATES).size());
            assertEquals("localhost", pair.accepted().get(StreamProperty.TLS_SERVER_NAME));
            pair.dialed().stop();
        }
    }
}

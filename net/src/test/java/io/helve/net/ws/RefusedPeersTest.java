package io.helve.net.ws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.AioError;
import io.helve.net.tls.TlsTest;
import io.helve.stream.StreamFailure;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamOptions;
import io.helve.testkit.tls.LocalTls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reason of a refusal is told to observers of the listener, however the refused peer ends the connection. */
class RefusedPeersTest extends TlsTest {
    private final List<StreamFailure> failures = new CopyOnWriteArrayList<>();

    private StreamListener listening(String url) {
        StreamListener listener = closing(streams.listener(url));
        if (url.startsWith("wss")) {
            listener.set(StreamOptions.TLS, LocalTls.listening());
        }
        listener.set(StreamOptions.WS_PROTOCOL, "rep.sp.nanomsg.org")
                .set(StreamOptions.HANDSHAKE_FAILED, failures::add);
        listener.listen();
        listener.accept(aio());
        return listener;
    }

    private static Socket tcp(StreamListener listener) throws IOException {
        return new Socket("127.0.0.1", ((InetSocketAddress) listener.localAddress()).getPort());
    }

    /** Sends a request and ends the TCP connection when it is refused: with a reset, or with a FIN. */
    private void refuse(Socket tcp, Socket spoken, String path, boolean resets) throws IOException {
        try (tcp) {
            RawPeer peer = new RawPeer(spoken);
            peer.send(RawPeer.request(path));
            assertTrue(peer.head().startsWith("HTTP/1.1 40"));
            if (resets) {
                tcp.setSoLinger(true, 0);
            }
        }
    }

    private static SSLSocketFactory trusting() throws GeneralSecurityException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(LocalTls.authority().trustStore());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context.getSocketFactory();
    }

    private void assertReason(int count, String reason) {
        eventually(() -> failures.size() == count);
        for (StreamFailure failure : failures) {
            assertEquals(AioError.EPROTO, failure.error(), failure::toString);
            assertTrue(failure.text().contains(reason), failure::toString);
        }
    }

    @Test
    void aPeerThatResetsTheConnectionDoesNotHideTheReason() throws IOException {
        StreamListener listener = listening("ws://127.0.0.1:0/here");
        for (int i = 0; i < 2; i++) {
            Socket tcp = tcp(listener);
            refuse(tcp, tcp, "/elsewhere", true);
        }
        assertReason(2, "a request for /elsewhere");
    }

    @Test
    void aPeerOfAnotherProtocolThatResetsTheConnectionDoesNotHideTheReason() throws IOException {
        StreamListener listener = listening("ws://127.0.0.1:0/here");
        for (int i = 0; i < 2; i++) {
            Socket tcp = tcp(listener);
            refuse(tcp, tcp, "/here", true);
        }
        assertReason(2, "a request for the subprotocols");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSecuredPeerThatEndsTheConnectionWithoutCloseNotifyDoesNotHideTheReason(boolean resets) throws Exception {
        StreamListener listener = listening("wss://localhost:0/here");
        SSLSocketFactory factory = trusting();
        for (int i = 0; i < 2; i++) {
            Socket tcp = tcp(listener);
            refuse(tcp, factory.createSocket(tcp, "localhost", tcp.getPort(), false), "/elsewhere", resets);
        }
        assertReason(2, "a request for /elsewhere");
    }
}

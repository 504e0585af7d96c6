package io.helve.sp.impl.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.sp.SpListener;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.impl.SpTest;
import io.helve.sp.impl.protocol.ProtocolFactory;
import io.helve.sp.impl.socket.SocketTenant;
import io.helve.sp.impl.socket.SpRuntime;
import io.helve.stream.DatagramEndpoint;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamFactory;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamUrl;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sockets have every scheme for which there are streams at that moment, also schemes that Helve does not know. */
class ForeignSchemeTest extends SpTest {
    private final Set<String> schemes = new TreeSet<>();
    private SpRuntime sp;
    private SocketTenant tenant;

    /** Streams of a scheme of somebody else, which are connections over TCP. */
    private StreamFactory foreign() {
        StreamFactory real = runtime.service(StreamFactory.class);
        return new StreamFactory() {
            private StreamUrl tcp(StreamUrl url) {
                return StreamUrl.parse(url.toString().replace("foreign:", "tcp:"));
            }

            @Override
            public StreamDialer dialer(StreamUrl url) {
                return real.dialer(tcp(url));
            }

            @Override
            public StreamListener listener(StreamUrl url) {
                return real.listener(tcp(url));
            }

            @Override
            public DatagramEndpoint datagrams(StreamUrl url) {
                return real.datagrams(url);
            }

            @Override
            public Set<String> schemes() {
                return Set.copyOf(schemes);
            }
        };
    }

    @BeforeEach
    void openRuntime() {
        StreamFactory streams = foreign();
        sp = new SpRuntime(ProtocolFactory::create, (made, first, second, aio) -> {});
        sp.addChanging(new StreamTransport(() -> streams));
        tenant = sp.open("a test", factory);
    }

    @AfterEach
    void closeRuntime() {
        sp.close();
    }

    @Test
    void messagesGoOverStreamsOfAForeignScheme() throws InterruptedException {
        schemes.add("foreign");
        SpSocket pull = tenant.open(SpProtocol.PULL);
        SpSocket push = tenant.open(SpProtocol.PUSH);
        SpListener listener = pull.listen("foreign://127.0.0.1:0");
        push.dial("foreign://127.0.0.1:" + listener.dialUrl().port());
        push.send(messages.of("over a scheme that sockets do not know"));
        assertEquals("over a scheme that sockets do not know", text(pull.receive(SOON)));
    }

    @Test
    void aSchemeIsThereAsLongAsItHasStreams() {
        SpSocket pull = tenant.open(SpProtocol.PULL);
        assertFails(AioError.ENOTSUP, () -> pull.listener("foreign://127.0.0.1:0"));
        assertFalse(tenant.schemes().contains("foreign"));
        schemes.add("foreign");
        assertTrue(tenant.schemes().contains("foreign"));
        pull.listener("foreign://127.0.0.1:0").close();
        schemes.remove("foreign");
        assertFails(AioError.ENOTSUP, () -> pull.listener("foreign://127.0.0.1:0"));
    }

    @Test
    void theErrorForASchemeWithoutATransportSaysWhatToInstallAndWhichSchemesThereAre() {
        schemes.add("foreign");
        SpSocket pull = tenant.open(SpProtocol.PULL);
        AioException refused = assertThrows(AioException.class, () -> pull.listener("tcp://127.0.0.1:0"));
        assertEquals(AioError.ENOTSUP, refused.error());
        assertEquals(
                "ENOTSUP: no transport for tcp://: is its provider installed and started"
                        + " (io.helve.net has tcp, tls, ipc, ws, wss and udp)? schemes now: foreign",
                refused.getMessage());
    }
}

package io.helve.sp.impl.udp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;
import io.helve.sp.SpProtocol;
import io.helve.sp.impl.SpTest;
import io.helve.sp.impl.endpoint.OddTransport;
import io.helve.sp.impl.protocol.ProtocolFactory;
import io.helve.sp.impl.socket.SpRuntime;
import io.helve.sp.provider.SpTransportHost;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A port is closed after everything has been sent over it, whatever comes meanwhile. */
class UdpFlushTest extends SpTest {
    private static final SocketAddress PEER = new InetSocketAddress("127.0.0.1", 1);

    private SpRuntime sp;
    private SpTransportHost host;

    @BeforeEach
    void open() {
        OddTransport transport = new OddTransport();
        sp = new SpRuntime(ProtocolFactory::create, (made, first, second, aio) -> {});
        sp.add(transport);
        sp.open("a test", factory).open(SpProtocol.PULL).dialer(OddTransport.URL);
        host = transport.host;
    }

    @AfterEach
    void close() {
        sp.close();
    }

    @Test
    void aConnectionRequestDuringTheFlushDoesNotCloseThePortEarly() {
        FakePort port = new FakePort();
        RefusingLink link = new RefusingLink(port, host);
        link.begin();
        link.close();
        assertTrue(port.flushing != null);
        port.arrives("0101500000fd0500");
        port.finishSends();
        assertFalse(port.closed);
        port.flushing.finish(AioError.OK, 0);
        assertTrue(port.closed);
        assertEquals(0, port.sent);
    }

    @Test
    void whatWasToBeSentBeforeTheCloseIsSentBeforeTheFlush() {
        FakePort port = new FakePort();
        RefusingLink link = new RefusingLink(port, host);
        link.begin();
        port.arrives("0101500000fd0500");
        link.close();
        assertEquals(1, port.sent);
        assertTrue(port.flushing == null);
        port.finishSends();
        assertTrue(port.flushing != null);
        port.flushing.finish(AioError.OK, 0);
        assertTrue(port.closed);
    }

    /** Has no pipes, and refuses every connection request. */
    private static final class RefusingLink extends UdpLink {
        RefusingLink(DatagramPort port, SpTransportHost host) {
            super(port, host, new UdpSettings());
        }

        @Override
        void requested(SocketAddress peer, UdpPipe pipe, UdpHeader request) {
            disconnect(peer, DisconnectReason.REFUSED);
        }

        @Override
        void answered(UdpPipe pipe, UdpHeader answer) {}

        @Override
        void heard(UdpPipe pipe) {}

        @Override
        void removed(UdpPipe pipe, AioError reason) {}

        @Override
        void lost(AioError reason) {}
    }

    /** A port whose operations end when the test wants it. */
    private static final class FakePort implements DatagramPort, AioCanceller {
        private final ArrayDeque<AioOperation> sends = new ArrayDeque<>();
        private AioOperation receiving;
        private AioOperation flushing;
        private boolean closed;
        private int sent;

        void arrives(String hex) {
            AioOperation operation = receiving;
            ByteBuffer target = operation.iov()[0];
            target.put(HexFormat.of().parseHex(hex));
            operation.finish(AioError.OK, target.position());
        }

        void finishSends() {
            for (AioOperation send = sends.poll(); send != null; send = sends.poll()) {
                send.finish(AioError.OK, 0);
            }
        }

        @Override
        public void send(Aio aio, SocketAddress peer) {
            sent++;
            sends.add(AioOperation.start(aio, this));
        }

        @Override
        public void receive(Aio aio) {
            receiving = AioOperation.start(aio, this);
        }

        @Override
        public SocketAddress sender(Aio aio) {
            return PEER;
        }

        @Override
        public SocketAddress localAddress() {
            return PEER;
        }

        @Override
        public void flush(Aio aio) {
            flushing = AioOperation.start(aio, this);
        }

        @Override
        public boolean mustBeFlushed() {
            return true;
        }

        @Override
        public void awaitClosed() {}

        @Override
        public void close() {
            closed = true;
            receiving.finish(AioError.ECLOSED, 0);
        }

        @Override
        public void cancel(AioOperation operation, AioError reason) {
            operation.finish(reason, 0);
        }
    }
}

package io.helve.net.udp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.net.StreamTest;
import io.helve.stream.DatagramEndpoint;
import io.helve.stream.Stream;
import io.helve.stream.StreamConfig;
import io.helve.stream.StreamConfig.Transport;
import io.helve.stream.StreamProperty;
import io.helve.testkit.FreePorts;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Streams of datagrams to one peer. */
class DialedDatagramsTest extends StreamTest {
    private DatagramEndpoint peer;
    private Stream stream;

    private void dial() {
        // a port that nobody else gets when the peer has gone
        peer = closing(streams.datagrams("udp://127.0.0.1:" + FreePorts.next()));
        peer.bind();
        stream = dial(((InetSocketAddress) peer.localAddress()).getPort());
    }

    private Stream dial(int port) {
        Aio dial = ok(run(closing(streams.dialer("udp://127.0.0.1:" + port))::dial));
        return closing((Stream) dial.getOutput(0));
    }

    private SocketAddress hear(String expected) {
        Aio aio = ok(run(peer::receive));
        assertArrayEquals(bytes(expected), ((ByteBuffer) aio.getOutput(1)).array());
        return (SocketAddress) aio.getOutput(0);
    }

    private void answer(String text) {
        Aio aio = aio(bytes(text));
        aio.setInput(0, stream.get(StreamProperty.LOCAL_ADDRESS));
        peer.send(aio);
        ok(aio);
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void eachSendIsADatagram(Transport transport) {
        control.configure(StreamConfig.DEFAULTS.withTransport(transport));
        dial();
        assertTrue(stream.isMessageOriented());
        sendAll(stream, bytes("one"));
        sendAll(stream, bytes("two"));
        assertEquals(stream.get(StreamProperty.LOCAL_ADDRESS), hear("one"));
        hear("two");
        assertEquals(peer.localAddress(), stream.get(StreamProperty.REMOTE_ADDRESS));
        answer("an answer");
        answer("another");
        Aio cut = receiving(stream, ByteBuffer.allocate(2));
        fails(AioError.EMSGSIZE, cut);
        assertEquals(2, cut.count());
        Aio whole = ok(run(stream::receive));
        assertArrayEquals(bytes("another"), ((ByteBuffer) whole.getOutput(0)).array());
        byte[] longest = new byte[65507];
        sendAll(stream, longest);
        assertEquals(65507, ok(run(peer::receive)).count());
        fails(AioError.EMSGSIZE, send(stream, new byte[65508]));
        ok(run(stream::shutdown));
        fails(AioError.ECONNSHUT, send(stream, bytes("no")));
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void thatNobodyIsThereIsSaidOnceAndTheStreamGoesOn(Transport transport) {
        control.configure(StreamConfig.DEFAULTS.withTransport(transport));
        dial();
        int port = ((InetSocketAddress) peer.localAddress()).getPort();
        peer.stop();
        Aio receive = aio();
        stream.receive(receive);
        eventually(
                () -> { // a socket may outlive its closing by a moment, where the kernel still holds a read on it
                    ended(send(stream, bytes("anybody?")));
                    return !receive.isBusy();
                });
        fails(AioError.ECONNREFUSED, receive);
        peer = closing(streams.datagrams("udp://127.0.0.1:" + port));
        peer.bind();
        Aio arriving = aio();
        peer.receive(arriving);
        eventually(() -> {
            ended(send(stream, bytes("now?"))); // the system may tell a send that nobody was there, and drop its data
            if (arriving.isBusy()) {
                return false;
            }
            if (Arrays.equals(bytes("now?"), ((ByteBuffer) ok(arriving).getOutput(1)).array())) {
                return true;
            }
            peer.receive(arriving); // it was one of the others
            return false;
        });
        answer("yes");
        Aio heard = run(stream::receive);
        while (heard.result() == AioError.ECONNREFUSED) { // what the system says of the others
            heard = run(stream::receive);
        }
        ok(heard);
        assertArrayEquals(bytes("yes"), ((ByteBuffer) heard.getOutput(0)).array());
    }

    @Test
    void closingEndsWhatIsInProgress() {
        dial();
        Aio receive = aio();
        stream.receive(receive);
        stream.stop();
        fails(AioError.ECLOSED, receive);
        fails(AioError.ECLOSED, send(stream, bytes("no")));
    }
}

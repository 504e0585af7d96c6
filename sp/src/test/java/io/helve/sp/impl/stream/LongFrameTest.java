package io.helve.sp.impl.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.sp.SpListener;
import io.helve.sp.SpOptions;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.impl.SpTest;
import io.helve.stream.Stream;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamFactory;
import io.helve.stream.StreamOptions;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * WebSocket peers, such as nanomsg and mangos, that send a message in one frame, however long, and others that take no
 * long ones.
 */
class LongFrameTest extends SpTest {
    private static final int LENGTH = 8 << 20;

    private final byte[] message = new byte[LENGTH];

    private SpListener listening(SpProtocol protocol, int most) {
        new SplittableRandom(1).nextBytes(message);
        SpSocket socket = open(protocol).set(SpOptions.RECEIVE_MAX, most);
        return listen(socket, "ws://127.0.0.1:0/frames");
    }

    private Stream peer(SpListener listener) throws InterruptedException {
        String url = listener.dialUrl().toString();
        try (StreamDialer dialer = runtime.service(StreamFactory.class).dialer(url)) {
            dialer.set(StreamOptions.WS_PROTOCOL, listener.socket().protocol().protocolName() + ".sp.nanomsg.org")
                    .set(StreamOptions.WS_SEND_FRAME_MAX, LENGTH)
                    .set(StreamOptions.RECEIVE_MAX, LENGTH);
            Aio dialing = handle();
            dialer.dial(dialing);
            assertEquals(AioError.OK, result(dialing));
            return (Stream) dialing.getOutput(0);
        }
    }

    private Aio sending(Stream stream) {
        Aio sending = handle();
        sending.setIov(ByteBuffer.wrap(message));
        stream.send(sending);
        return sending;
    }

    @Test
    void aFrameMayBeAsLongAsAMessage() throws Exception {
        try (SpListener listener = listening(SpProtocol.PULL, LENGTH);
                Stream peer = peer(listener)) {
            Aio sending = sending(peer);
            assertArrayEquals(message, listener.socket().receive().toByteArray());
            assertEquals(AioError.OK, result(sending));
        }
    }

    @Test
    void aFrameThatIsLongerThanAMessageMayBeEndsThePipe() throws Exception {
        try (SpListener listener = listening(SpProtocol.PULL, LENGTH - 1);
                Stream peer = peer(listener)) {
            eventually(() -> pipes(listener.socket()) == 1);
            sending(peer);
            eventually(() -> pipes(listener.socket()) == 0);
        }
    }

    @Test
    void whatWeSendIsInFramesThatAnyPeerTakes() throws Exception {
        try (SpListener listener = listening(SpProtocol.PUSH, LENGTH);
                Stream peer = peer(listener)) {
            listener.socket().send(messages.of(message));
            ByteBuffer received = ByteBuffer.allocate(LENGTH);
            while (received.hasRemaining()) {
                Aio receiving = handle();
                receiving.setIov(received.slice());
                peer.receive(receiving);
                assertEquals(AioError.OK, result(receiving));
                received.position(received.position() + (int) receiving.count());
            }
            assertArrayEquals(message, received.array());
        }
    }
}

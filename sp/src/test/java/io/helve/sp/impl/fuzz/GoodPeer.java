package io.helve.sp.impl.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.helve.message.Message;
import io.helve.sp.SpSocket;
import io.helve.sp.SpSockets;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A peer that keeps the rules, whatever others have done to the socket. */
final class GoodPeer {
    private static final byte[] HELLO = "hello from a good peer".getBytes(StandardCharsets.UTF_8);
    private static final int REQUEST = 0x8000_0007;

    /** Turns of round robin after which everybody has had his. */
    private static final int TURNS = 20;

    private final SpSockets sockets;
    private final SpSocket socket;
    private final FakePipe pipe;

    GoodPeer(SpSockets sockets, SpSocket socket, FakeTransport.Listener side) {
        this.sockets = sockets;
        this.socket = socket;
        pipe = side.connect();
        assertTrue(pipe.isAttached(), "a good peer was rejected");
    }

    /** Exchanges something with the socket, as its protocol asks for. */
    void isServed() {
        pipe.taken.clear();
        switch (socket.protocol()) {
            case PUSH, PUB -> gets(0);
            case PULL -> says(0);
            case SUB -> {
                if (!socket.isRaw()) {
                    socket.subscribe("");
                }
                says(0);
            }
            case PAIR0, BUS -> {
                says(0);
                gets(0);
            }
            case PAIR1 -> {
                says(1);
                gets(1);
            }
            case REQ, SURVEYOR -> {
                gets(REQUEST);
                ByteBuffer request = ByteBuffer.wrap(pipe.taken.getLast());
                says(request.getInt());
            }
            case REP, RESPONDENT -> {
                Message message = says(REQUEST);
                pipe.taken.clear();
                assertTrue(socket.trySend(message));
                assertArrayEquals(wire(REQUEST), pipe.taken.getLast());
            }
        }
        assertFalse(pipe.closed, "a good peer was closed");
    }

    private static byte[] wire(int header) {
        ByteBuffer wire = ByteBuffer.allocate(HELLO.length + 4);
        return (header == 0 ? wire : wire.putInt(header)).put(HELLO).flip().remaining() == HELLO.length
                ? HELLO
                : wire.array();
    }

    /** {@return the message as the socket has received it} */
    private Message says(int header) {
        assertTrue(pipe.deliver(sockets.messages().of(wire(header))));
        pipe.delivered();
        for (Message message = socket.tryReceive(); message != null; message = socket.tryReceive()) {
            if (Arrays.equals(HELLO, message.toByteArray())) {
                return message;
            }
        }
        return fail("what a good peer has sent was not received");
    }

    private void gets(int header) {
        for (int i = 0; i < TURNS && pipe.taken.isEmpty(); i++) {
            Message message = sockets.messages().of(HELLO);
            if (socket.isRaw() && header != 0) {
                message.head().appendU32(header & 0xffff_ffffL);
            }
            assertTrue(socket.trySend(message));
        }
        byte[] sent = pipe.taken.pollLast();
        assertNotNull(sent, "nothing has come to a good peer");
        pipe.taken.add(sent);
        assertArrayEquals(HELLO, Arrays.copyOfRange(sent, sent.length - HELLO.length, sent.length));
    }
}

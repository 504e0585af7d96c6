package io.helve.sp.impl.fuzz;

import io.helve.aio.AioError;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** A peer of a pull socket: makes bytes, mostly right, and decodes them in the plainest way. */
class StreamPeer {
    private static final byte[] HELLO = {0, 'S', 'P', 0, 0, 0x50, 0, 0};

    private final boolean typed;
    private final boolean framed;
    private final int most;
    private final SplittableRandom random;

    /** What it says, one after the other: pieces of bytes, or messages. */
    private final List<byte[]> pieces = new ArrayList<>();

    /** What the socket should receive. */
    final List<byte[]> messages = new ArrayList<>();

    /** How the socket should end the connection; OK if it should not. */
    final AioError verdict;

    /** How the peer ends it while the socket waits for more; null if it does not. */
    private AioError hangsUp;

    StreamPeer(String url, SplittableRandom random, int most) {
        this.random = random;
        this.most = most;
        typed = url.startsWith("ipc");
        framed = !url.startsWith("ws");
        verdict = framed ? bytes() : whole();
    }

    static byte[] frame(String url, byte[] body) {
        int prefix = url.startsWith("ws") ? 0 : url.startsWith("ipc") ? 9 : 8;
        ByteBuffer frame = ByteBuffer.allocate(prefix + body.length);
        if (prefix == 9) {
            frame.put((byte) 1);
        }
        if (prefix > 0) {
            frame.putLong(body.length);
        }
        return frame.put(body).array();
    }

    final byte[] hello() {
        return framed ? HELLO : new byte[0];
    }

    final void speak(FakeStream stream) {
        for (byte[] piece : pieces) {
            stream.say(piece, 0, piece.length);
        }
        if (hangsUp != null) {
            stream.end(hangsUp);
        }
    }

    // ---- messages, as WebSockets have them

    private AioError whole() {
        for (int i = random.nextInt(6); i > 0; i--) {
            byte[] message = Fuzz.bytes(random, length());
            pieces.add(message);
            if (message.length > most) {
                return AioError.EMSGSIZE;
            }
            messages.add(message);
        }
        return AioError.OK;
    }

    private int length() {
        return Fuzz.oneIn(random, 30)
                ? random.nextInt(70_000)
                : Fuzz.oneIn(random, 3) ? random.nextInt(5000) : random.nextInt(40);
    }

    // ---- bytes

    private AioError bytes() {
        ByteArrayOutputStream made = new ByteArrayOutputStream();
        made.writeBytes(HELLO);
        for (int i = random.nextInt(6); i > 0; i--) {
            frame(made);
        }
        byte[] bytes = made.toByteArray();
        if (Fuzz.oneIn(random, 4)) {
            bytes[random.nextInt(Math.min(bytes.length, 30))] ^= (byte) (1 << random.nextInt(8));
        }
        if (Fuzz.oneIn(random, 4)) {
            bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
        }
        split(bytes);
        return decode(ByteBuffer.wrap(bytes));
    }

    private void frame(ByteArrayOutputStream to) {
        byte[] body = Fuzz.bytes(random, length());
        long length = Fuzz.oneIn(random, 12) ? oddLength() : body.length;
        if (typed) {
            to.write(Fuzz.oneIn(random, 30) ? random.nextInt(256) : 1);
        }
        to.writeBytes(ByteBuffer.allocate(8).putLong(length).array());
        to.writeBytes(body);
    }

    private long oddLength() {
        return switch (random.nextInt(6)) {
            case 0 -> Long.MAX_VALUE;
            case 1 -> -1;
            case 2 -> random.nextLong();
            case 3 -> Integer.MAX_VALUE + random.nextLong(-2, 3);
            case 4 -> most + random.nextLong(-2, 3);
            default -> random.nextLong(100);
        };
    }

    private void split(byte[] bytes) {
        int most = Fuzz.oneIn(random, 5) ? 1 : Fuzz.oneIn(random, 3) ? 12 : 8000;
        for (int at = 0; at < bytes.length; ) {
            int length = Math.min(bytes.length - at, 1 + random.nextInt(most));
            pieces.add(Arrays.copyOfRange(bytes, at, at + length));
            at += length;
            if (most == 1 && pieces.size() > 300) {
                most = 8000;
            }
        }
    }

    private AioError decode(ByteBuffer bytes) {
        if (bytes.remaining() < HELLO.length) {
            return hangUp(); // otherwise it would be waited for
        }
        byte[] hello = new byte[HELLO.length];
        bytes.get(hello);
        if (!Arrays.equals(hello, HELLO)) {
            return AioError.EPROTO;
        }
        while (bytes.remaining() >= (typed ? 9 : 8)) {
            if (typed && bytes.get() != 1) {
                return AioError.EPROTO;
            }
            long length = bytes.getLong();
            if (length < 0 || length > most) {
                return AioError.EMSGSIZE;
            }
            if (length > bytes.remaining()) {
                break;
            }
            byte[] message = new byte[(int) length];
            bytes.get(message);
            messages.add(message);
        }
        return random.nextBoolean() ? AioError.OK : lose();
    }

    private AioError hangUp() {
        hangsUp = random.nextBoolean() ? AioError.ECONNSHUT : AioError.ECONNRESET;
        return hangsUp;
    }

    private AioError lose() {
        hangsUp = AioError.ECONNRESET;
        return hangsUp;
    }
}

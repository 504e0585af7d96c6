package io.helve.sp.impl.fuzz;

import io.helve.message.Message;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSockets;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.SplittableRandom;

/**
 * Makes what peers send: headers that are right, nearly right, or anything; and knows which of it breaks a protocol's
 * rules.
 */
final class Wire {
    private static final int LONGEST_HEADER = 20;

    private final SpProtocol protocol;
    private final boolean raw;
    private final int ttl;
    private final SplittableRandom random;

    /** Numbers of requests and pipes that have been seen. */
    private final int[] known = new int[8];

    Wire(SpProtocol protocol, boolean raw, int ttl, SplittableRandom random) {
        this.raw = raw;
        this.protocol = protocol;
        this.ttl = ttl;
        this.random = random;
    }

    /** Remembers words that the socket itself has sent. */
    void learn(Collection<byte[]> taken) {
        for (byte[] bytes : taken) {
            if (bytes.length >= 4) {
                known[random.nextInt(known.length)] = ByteBuffer.wrap(bytes).getInt();
            }
        }
    }

    byte[] next() {
        int words = Fuzz.oneIn(random, 5) ? random.nextInt(LONGEST_HEADER) : random.nextInt(3);
        byte[] body = Fuzz.bytes(random, Fuzz.length(random, Fuzz.oneIn(random, 50) ? 20_000 : 16));
        ByteBuffer bytes = ByteBuffer.allocate(words * 4 + body.length);
        for (int i = 0; i < words; i++) {
            bytes.putInt(word(i == words - 1));
        }
        return bytes.put(body).array();
    }

    private int word(boolean last) {
        int any = switch (random.nextInt(3)) {
            case 0 -> random.nextInt(20);
            case 1 -> known[random.nextInt(known.length)];
            default -> random.nextInt();
        };
        boolean ends = last != Fuzz.oneIn(random, 8);
        return protocol == SpProtocol.PAIR1 || !ends ? any & Integer.MAX_VALUE : any | Integer.MIN_VALUE;
    }

    /** {@return a message of these bytes, of which some may be its header already, as over inproc} */
    Message message(SpSockets sockets, byte[] bytes) {
        int split = Math.min(bytes.length, Message.HEADER_MAX);
        int header = switch (random.nextInt(4)) {
            case 0 -> Math.min(split, 4);
            case 1 -> random.nextInt(split + 1);
            default -> 0;
        };
        Message message = sockets.messages().alloc();
        message.append(bytes, header, bytes.length - header);
        message.head().append(bytes, 0, header);
        return message;
    }

    boolean offends(byte[] bytes) {
        return switch (protocol) {
            case PUB, PUSH -> true;
            case REQ, SURVEYOR -> raw ? backtrace(bytes, 16) <= 0 : bytes.length < 4;
            case PAIR1 -> bytes.length < 4 || (ByteBuffer.wrap(bytes).getInt() & 0xffff_ff00) != 0;
            case REP, RESPONDENT -> backtrace(bytes, ttl) < 0;
            default -> false;
        };
    }

    /**
     * {@return the number of words up to the first one with its highest bit set; -1 if the bytes end before, 0 if so
     * many words have been looked at}
     */
    private static int backtrace(byte[] bytes, int most) {
        for (int i = 0; i < most; i++) {
            if (bytes.length < i * 4 + 4) {
                return -1;
            }
            if (ByteBuffer.wrap(bytes).getInt(i * 4) < 0) {
                return i + 1;
            }
        }
        return 0;
    }
}

package io.helve.sp.impl.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.message.Message;
import io.helve.message.MessagePart;
import io.helve.sp.impl.message.MessagePool;
import io.helve.sp.impl.message.SpMessage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Messages, their duplicates among them, behave as plain arrays of bytes would. */
class MessageFuzzTest {
    private static final int STEPS = 200;

    private final MessagePool pool = new MessagePool();

    /** A message, and what it should hold. */
    private static final class Pair {
        final SpMessage message;
        byte[] header;
        byte[] body;

        Pair(SpMessage message, byte[] header, byte[] body) {
            this.message = message;
            this.header = header;
            this.body = body;
        }

        void check() {
            assertEquals(body.length, message.length());
            assertEquals(header.length, message.headerLength());
            assertArrayEquals(body, message.toByteArray());
            assertTrue(message.capacity() >= body.length);
        }
    }

    @Test
    void messagesAreSequencesOfBytes() {
        Fuzz.run("messages", 10, random -> {
            List<Pair> pairs = new ArrayList<>();
            pairs.add(make(random));
            for (int i = 0; i < STEPS; i++) {
                Pair pair = pairs.get(random.nextInt(pairs.size()));
                step(pair, pairs, random);
                pairs.forEach(Pair::check);
            }
            for (Pair pair : pairs) {
                assertArrayEquals(pair.header, bytes(pair.message.header()));
                pair.message.free();
                assertThrows(IllegalStateException.class, pair.message::length);
            }
            return STEPS;
        });
    }

    private Pair make(SplittableRandom random) {
        byte[] body = Fuzz.bytes(random, Fuzz.length(random, 9000));
        return switch (random.nextInt(4)) {
            case 0 -> new Pair(pool.of(body), new byte[0], body);
            case 1 -> new Pair(pool.wrap(body.clone()), new byte[0], body);
            case 2 -> new Pair(pool.alloc(body.length), new byte[0], new byte[body.length]);
            default -> new Pair(pool.alloc(), new byte[0], new byte[0]);
        };
    }

    private void step(Pair pair, List<Pair> pairs, SplittableRandom random) {
        SpMessage message = pair.message;
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> pair.body = change(message, pair.body, Integer.MAX_VALUE, random);
            case 4, 5 -> pair.header = change(message.head(), pair.header, Message.HEADER_MAX, random);
            case 6 -> message.reserve(Fuzz.length(random, 20_000));
            case 7 -> {
                if (pairs.size() < 6) {
                    pairs.add(new Pair(message.duplicate(), pair.header, pair.body));
                } else {
                    pairs.remove(pair);
                    message.free();
                }
            }
            case 8 -> {
                if (pair.body.length > 0) {
                    int at = random.nextInt(pair.body.length);
                    pair.body = pair.body.clone();
                    pair.body[at]++;
                    message.writableBody().put(at, pair.body[at]);
                }
            }
            case 9 -> pair.body = lengthen(message, pair.body, random);
            case 10 -> wire(pair, random);
            default -> word(pair, random);
        }
    }

    /** Does something to a body or header, and the same to its bytes. */
    private static byte[] change(MessagePart part, byte[] bytes, int most, SplittableRandom random) {
        byte[] added = Fuzz.bytes(random, Fuzz.length(random, most == Integer.MAX_VALUE ? 3000 : 20));
        int removed = Fuzz.length(random, bytes.length + 2);
        long number = random.nextLong() & 0xffff_ffffL;
        byte[] word = {(byte) (number >> 24), (byte) (number >> 16), (byte) (number >> 8), (byte) number};
        switch (random.nextInt(8)) {
            case 0:
                return refused(bytes.length + added.length > most, () -> part.append(added))
                        ? bytes
                        : join(bytes, added);
            case 1:
                return refused(bytes.length + added.length > most, () -> part.insert(ByteBuffer.wrap(added)))
                        ? bytes
                        : join(added, bytes);
            case 2:
                return refused(bytes.length + 4 > most, () -> part.insertU32(number)) ? bytes : join(word, bytes);
            case 3:
                return refused(bytes.length + 4 > most, () -> part.appendU32(number)) ? bytes : join(bytes, word);
            case 4:
                return refused(removed > bytes.length, () -> part.trim(removed))
                        ? bytes
                        : Arrays.copyOfRange(bytes, removed, bytes.length);
            case 5:
                return refused(removed > bytes.length, () -> part.chop(removed))
                        ? bytes
                        : Arrays.copyOf(bytes, bytes.length - removed);
            case 6:
                if (bytes.length < 8) {
                    refused(true, part::chopU64);
                    return bytes;
                }
                assertEquals(ByteBuffer.wrap(bytes).getLong(), part.trimU64());
                return Arrays.copyOfRange(bytes, 8, bytes.length);
            default:
                if (!Fuzz.oneIn(random, 4)) {
                    return bytes;
                }
                part.clear();
                return new byte[0];
        }
    }

    private static boolean refused(boolean expected, Runnable change) {
        if (expected) {
            assertEquals(
                    AioError.EINVAL,
                    assertThrows(AioException.class, change::run).error());
        } else {
            change.run();
        }
        return expected;
    }

    private static byte[] lengthen(SpMessage message, byte[] body, SplittableRandom random) {
        byte[] added = Fuzz.bytes(random, Fuzz.length(random, 5000));
        message.lengthen(added.length);
        System.arraycopy(added, 0, message.array(), message.arrayOffset() + body.length, added.length);
        return join(body, added);
    }

    /** What protocols do: they move the border between header and body. */
    private static void wire(Pair pair, SplittableRandom random) {
        byte[] wire = join(pair.header, pair.body);
        int words = Math.min(16, Fuzz.length(random, wire.length / 4));
        assertEquals(wire.length, pair.message.wireLength());
        for (int i = 0; i < words; i++) {
            assertEquals(ByteBuffer.wrap(wire).getInt(i * 4), pair.message.wireWord(i));
        }
        if (random.nextBoolean()) {
            pair.message.splitExactly(words);
            pair.header = Arrays.copyOf(wire, words * 4);
            pair.body = Arrays.copyOfRange(wire, words * 4, wire.length);
        } else {
            pair.message.mergeHeader();
            pair.header = new byte[0];
            pair.body = wire;
        }
    }

    private static void word(Pair pair, SplittableRandom random) {
        int word = random.nextInt();
        byte[] bytes = ByteBuffer.allocate(4).putInt(word).array();
        if (random.nextBoolean()) {
            pair.message.setHeader(word);
            pair.header = bytes;
        } else if (pair.header.length <= Message.HEADER_MAX - 4) {
            pair.message.pushHeader(word);
            pair.header = join(bytes, pair.header);
        } else {
            assertEquals(ByteBuffer.wrap(pair.header).getInt(), pair.message.popHeader());
            pair.header = Arrays.copyOfRange(pair.header, 4, pair.header.length);
        }
    }

    private static byte[] join(byte[] one, byte[] two) {
        byte[] both = Arrays.copyOf(one, one.length + two.length);
        System.arraycopy(two, 0, both, one.length, two.length);
        return both;
    }

    private static byte[] bytes(ByteBuffer view) {
        byte[] bytes = new byte[view.remaining()];
        view.get(bytes);
        return bytes;
    }
}

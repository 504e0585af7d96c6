package io.helve.sp.impl.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.message.Message;
import io.helve.message.MessagePart;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages: what is added and removed at both ends, sharing, limits. */
class MessageTest {
    private final MessagePool messages = new MessagePool();

    @Test
    void numbersAreBigEndianAndUnsigned() {
        Message message = messages.alloc();
        message.appendU16(0xfffe);
        message.appendU32(0xfffffffdL);
        message.appendU64(-3);
        message.insertU16(1);
        message.insertU32(2);
        message.insertU64(3);
        assertArrayEquals(
                new byte[] {
                    0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 2, 0, 1, -1, -2, -1, -1, -1, -3, -1, -1, -1, -1, -1, -1, -1, -3
                },
                message.toByteArray());
        assertEquals(-3, message.chopU64());
        assertEquals(0xfffffffdL, message.chopU32());
        assertEquals(0xfffe, message.chopU16());
        assertEquals(3, message.trimU64());
        assertEquals(2, message.trimU32());
        assertEquals(1, message.trimU16());
        assertEquals(0, message.length());
    }

    @Test
    void whatIsRefusedChangesNothing() {
        Message message = messages.of("abc");
        assertFails(() -> message.trim(4));
        assertFails(() -> message.chop(4));
        assertThrows(IllegalArgumentException.class, () -> message.trim(-1));
        assertFails(message::trimU32);
        assertFails(message::chopU64);
        assertThrows(IllegalArgumentException.class, () -> message.appendU16(0x10000));
        assertThrows(IllegalArgumentException.class, () -> message.insertU32(-1));
        assertThrows(IllegalArgumentException.class, () -> message.reserve(-1));
        assertThrows(IndexOutOfBoundsException.class, () -> message.append(new byte[2], 1, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> message.insert(new byte[2], 1, 2));
        assertArrayEquals(new byte[] {'a', 'b', 'c'}, message.toByteArray());
    }

    @Test
    void aHeaderHasSixteenWordsAtMost() {
        Message message = messages.alloc();
        for (int i = 0; i < 8; i++) {
            message.head().appendU32(i);
            message.head().insertU32(i);
        }
        assertFails(() -> message.head().append(new byte[1]));
        assertFails(() -> message.head().insert(new byte[1]));
        assertEquals(64, message.header().remaining());
        assertEquals(7, message.header().getInt(0));
        assertEquals(7, message.header().getInt(60));
        assertSame(message.head(), message.head());
        assertEquals(0, message.length());
    }

    @Test
    void aDuplicateIsIndependent() {
        SpMessage message = messages.of("abc");
        message.setHeader(7);
        SpMessage copy = message.duplicate();
        assertSame(message.array(), copy.array());
        copy.append(new byte[] {'d'});
        copy.head().clear();
        message.writableBody().put(0, (byte) 'x');
        assertNotSame(message.array(), copy.array());
        assertArrayEquals(new byte[] {'x', 'b', 'c'}, message.toByteArray());
        assertArrayEquals(new byte[] {'a', 'b', 'c', 'd'}, copy.toByteArray());
        assertEquals(4, message.header().remaining());
        assertEquals(0, copy.header().remaining());
    }

    @Test
    void theLastOfSeveralNeedsNoCopy() {
        SpMessage message = messages.of("abc");
        SpMessage copy = message.duplicate();
        byte[] shared = copy.array();
        message.free();
        copy.writableBody();
        assertSame(shared, copy.array());
    }

    @Test
    void aFreedMessageCannotBeUsed() {
        SpMessage message = messages.of("abc");
        message.free();
        message.free();
        assertThrows(IllegalStateException.class, message::length);
        assertThrows(IllegalStateException.class, message::body);
        assertThrows(IllegalStateException.class, message::header);
        assertThrows(IllegalStateException.class, message::duplicate);
        assertThrows(IllegalStateException.class, () -> message.append(new byte[0]));
        assertThrows(IllegalStateException.class, () -> message.trim(0));
        assertThrows(IllegalStateException.class, message::clear);
    }

    @Test
    void memoryIsUsedAgainAndCleared() {
        SpMessage message = messages.alloc(5000);
        Arrays.fill(message.array(), (byte) 1);
        byte[] first = message.array();
        message.free();
        SpMessage again = messages.alloc(5000);
        assertSame(first, again.array());
        assertArrayEquals(new byte[5000], again.toByteArray());
    }

    @Test
    void anArrayFromOutsideNeverBecomesAnotherMessages() {
        byte[] mine = new byte[8192];
        messages.wrap(mine).free();
        assertNotSame(mine, messages.alloc(8192).array());
    }

    @Test
    void aHeaderCannotBeUsedOnceItsMessageHasBeenFreed() {
        SpMessage message = messages.of("abc");
        message.setHeader(7);
        MessagePart header = message.head();
        message.free();
        assertThrows(IllegalStateException.class, header::length);
        assertThrows(IllegalStateException.class, () -> header.appendU32(1));
        assertThrows(IllegalStateException.class, header::trimU32);
    }

    /** Moving gives the old array away, but not before what is added has been copied. */
    @Test
    void aMessageCanBeAddedToItself() {
        MessagePool pool = new MessagePool();
        SpMessage message = pool.alloc(5000);
        message.writableBody().put(4999, (byte) 'x');
        message.append(message.body());
        assertEquals(10_000, message.length());
        assertEquals('x', message.body().get(9_999));
        message.insert(message.body());
        assertEquals(20_000, message.length());
        for (int i = 4_999; i < 20_000; i += 5_000) {
            assertEquals('x', message.body().get(i));
        }
    }

    @Test
    void whatIsSharedHasNoRoomOfItsOwn() {
        SpMessage message = messages.of("abc");
        message.reserve(1000);
        SpMessage copy = message.duplicate();
        assertEquals(3, message.capacity());
        message.reserve(1000);
        assertNotSame(message.array(), copy.array());
        assertTrue(message.capacity() >= 1000);
        copy.free();
    }

    @Test
    void capacityIsReserved() {
        Message message = messages.of("abc");
        message.reserve(1000);
        assertTrue(message.capacity() >= 1000);
        byte[] array = ((SpMessage) message).array();
        message.append(new byte[997]);
        assertSame(array, ((SpMessage) message).array());
        assertEquals(1000, message.length());
    }

    @Test
    void viewsAreReadOnlyUnlessAskedFor() {
        Message message = messages.of("abc");
        assertTrue(message.body().isReadOnly());
        assertTrue(message.header().isReadOnly());
        assertEquals(3, message.writableBody().capacity());
    }

    @Test
    void theWireIsHeaderAndBody() {
        SpMessage message = messages.alloc();
        message.appendU32(3);
        message.appendU32(4);
        message.setHeader(2);
        message.pushHeader(1);
        assertEquals(16, message.wireLength());
        for (int i = 0; i < 4; i++) {
            assertEquals(i + 1, message.wireWord(i));
        }
        message.splitExactly(3);
        assertEquals(12, message.header().remaining());
        assertEquals(4, message.trimU32());
        assertEquals(1, message.popHeader());
        message.splitExactly(0);
        assertEquals(8, message.length());
        assertEquals(2, message.wireWord(0));
    }

    @Test
    void aHeaderThatIsNoWordIsPartOfTheBody() {
        SpMessage message = messages.of("defgh");
        message.head().append(new byte[] {'a', 'b', 'c'});
        assertEquals(0x61626364, message.wireWord(0));
        assertArrayEquals(new byte[] {'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'}, message.toByteArray());
    }

    /** Random changes to a family of duplicates, compared with plain arrays. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void behavesLikeAnArray(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Message> subjects = new ArrayList<>(List.of(messages.alloc()));
        List<byte[]> models = new ArrayList<>(List.of(new byte[0]));
        for (int step = 0; step < 5000; step++) {
            int i = random.nextInt(subjects.size());
            Message subject = subjects.get(i);
            byte[] model = models.get(i);
            byte[] some = new byte[random.nextInt(random.nextInt(40) == 0 ? 6000 : 12)];
            random.nextBytes(some);
            int cut = random.nextInt(Math.min(model.length, 3000) + 1);
            switch (random.nextInt(9)) {
                case 0 -> {
                    subject.append(some);
                    models.set(i, join(model, some));
                }
                case 1 -> {
                    subject.insert(some);
                    models.set(i, join(some, model));
                }
                case 2 -> {
                    subject.append(ByteBuffer.wrap(some));
                    models.set(i, join(model, some));
                }
                case 3 -> {
                    subject.trim(cut);
                    models.set(i, Arrays.copyOfRange(model, cut, model.length));
                }
                case 4 -> {
                    subject.chop(cut);
                    models.set(i, Arrays.copyOf(model, model.length - cut));
                }
                case 5 -> {
                    if (model.length > 0) {
                        byte[] changed = model.clone();
                        changed[cut % model.length] = (byte) step;
                        subject.writableBody().put(cut % model.length, (byte) step);
                        models.set(i, changed);
                    }
                }
                case 6 -> subject.reserve(random.nextInt(8000));
                case 7 -> {
                    if (subjects.size() < 6) {
                        subjects.add(subject.duplicate());
                        models.add(model);
                    }
                }
                default -> {
                    if (subjects.size() > 1) {
                        subject.free();
                        subjects.remove(i);
                        models.remove(i);
                    }
                }
            }
            for (int k = 0; k < subjects.size(); k++) {
                assertArrayEquals(models.get(k), subjects.get(k).toByteArray());
            }
        }
    }

    @Test
    void aMessageThatSeveralHoldIsFreeWhenTheLastHasFreedIt() {
        SpMessage message = SpMessage.of(messages.of("held"));
        message.hold(3);
        message.free();
        message.free();
        assertEquals("held", new String(message.toByteArray(), StandardCharsets.UTF_8));
        message.free();
        assertTrue(message.isFreed());
    }

    private static byte[] join(byte[] one, byte[] two) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.writeBytes(one);
        joined.writeBytes(two);
        return joined.toByteArray();
    }

    private static void assertFails(Executable executable) {
        assertEquals(
                AioError.EINVAL, assertThrows(AioException.class, executable).error());
    }
}

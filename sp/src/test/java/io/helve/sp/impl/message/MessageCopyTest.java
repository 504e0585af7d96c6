package io.helve.sp.impl.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What transports need: messages made of a buffer, and copied into one, in whole or in parts. */
class MessageCopyTest {
    private static final byte[] WIRE = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};

    private final MessagePool messages = new MessagePool();

    private SpMessage message(int header) {
        SpMessage message = messages.of(ByteBuffer.wrap(WIRE, header, WIRE.length - header));
        if (header == 4) {
            message.setHeader(0x01020304);
        } else {
            message.head().append(WIRE, 0, header);
        }
        return message;
    }

    private static byte[] copied(SpMessage message, int part) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer target = ByteBuffer.allocate(part);
        int position = 0;
        for (int count = message.copyWire(0, target); count > 0; count = message.copyWire(position, target)) {
            position += count;
            assertEquals(count, target.position());
            all.write(target.array(), 0, count);
            target.clear();
        }
        return all.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 4, 8, 10})
    void theHeaderComesBeforeTheBody(int header) {
        for (int part = 1; part <= WIRE.length + 1; part++) {
            SpMessage message = message(header);
            assertArrayEquals(WIRE, copied(message, part));
            assertEquals(header, message.headerLength());
        }
    }

    @Test
    void aPositionBeyondTheMessageIsRefused() {
        SpMessage message = message(4);
        ByteBuffer target = ByteBuffer.allocate(1);
        assertEquals(0, message.copyWire(WIRE.length, target));
        assertThrows(IndexOutOfBoundsException.class, () -> message.copyWire(WIRE.length + 1, target));
        assertThrows(IndexOutOfBoundsException.class, () -> message.copyWire(-1, target));
    }

    @Test
    void aMessageTakesWhatTheBufferHas() {
        ByteBuffer bytes = ByteBuffer.wrap(WIRE, 2, 3);
        assertArrayEquals(new byte[] {3, 4, 5}, messages.of(bytes).toByteArray());
        assertEquals(0, bytes.remaining());
        assertEquals(0, messages.of(bytes).length());
        assertThrows(NullPointerException.class, () -> messages.of((ByteBuffer) null));
    }

    @Test
    void theBytesOfAMessageCanBeSentFromItsOwnMemory() {
        for (int header : new int[] {0, 3, 4, 8, 10}) {
            ByteBuffer[] wire = message(header).wire();
            ByteBuffer all = ByteBuffer.allocate(WIRE.length).put(wire[0]).put(wire[1]);
            assertArrayEquals(WIRE, all.array());
            assertTrue(wire[0].isReadOnly() && wire[1].isReadOnly());
        }
    }

    @Test
    void aTransportReadsAMessageThatItsSenderCanNoLongerUse() {
        SpMessage message = message(4);
        message.pass();
        assertThrows(IllegalStateException.class, message::length);
        assertArrayEquals(WIRE, copied(message, 7));
        assertEquals(WIRE.length, message.wireLength());
    }

    @Test
    void theByteOrderOfTheTargetDoesNotMatter() {
        ByteBuffer target = ByteBuffer.allocate(WIRE.length).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals(WIRE.length, message(4).copyWire(0, target));
        assertArrayEquals(WIRE, target.array());
    }
}

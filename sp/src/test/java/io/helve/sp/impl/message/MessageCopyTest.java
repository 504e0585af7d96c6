package io.helve.sp.impl.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.helve.message.Message;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
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
        for (int count = message.copyTo(0, target); count > 0; count = message.copyTo(position, target)) {
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
        Message message = message(4);
        ByteBuffer target = ByteBuffer.allocate(1);
        assertEquals(0, message.copyTo(WIRE.length, target));
        assertThrows(IndexOutOfBoundsException.class, () -> message.copyTo(WIRE.length + 1, target));
        assertThrows(IndexOutOfBoundsException.class, () -> message.copyTo(-1, target));
        message.free();
        assertThrows(IllegalStateException.class, () -> message.copyTo(0, target));
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
    void theDefaultsDoTheSame() {
        SpMessage message = message(4);
        ByteBuffer target = ByteBuffer.allocate(WIRE.length);
        assertEquals(WIRE.length, MessageDefaults.copyTo(message, 0, target));
        assertArrayEquals(WIRE, target.array());
        target.clear().limit(5);
        assertEquals(5, MessageDefaults.copyTo(message, 2, target));
        assertEquals(3, target.get(0));
        assertEquals(7, target.get(4));
        assertEquals(0, MessageDefaults.copyTo(message, WIRE.length, target.clear()));
        assertThrows(IndexOutOfBoundsException.class, () -> MessageDefaults.copyTo(message, WIRE.length + 1, target));
    }

    /** Calls what the interface does by default, on the methods of a message. */
    private static final class MessageDefaults {
        static int copyTo(Message message, int position, ByteBuffer target) {
            Message plain = (Message) Proxy.newProxyInstance(
                    Message.class.getClassLoader(),
                    new Class<?>[] {Message.class},
                    (proxy, method, arguments) -> method.isDefault()
                            ? InvocationHandler.invokeDefault(proxy, method, arguments)
                            : method.invoke(message, arguments));
            return plain.copyTo(position, target);
        }
    }
}

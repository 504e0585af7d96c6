package io.helve.sp.impl.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.message.Message;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Sentences of the documentation of messages that say what happens at their edges. */
class MessageContractTest {
    private final MessagePool messages = new MessagePool();

    private static AioError error(int length, MessagePool messages) {
        return assertThrows(AioException.class, () -> messages.alloc(length)).error();
    }

    @Test
    void aBodyLongerThanAnArrayIsRefused() {
        assertEquals(AioError.ENOMEM, error(Integer.MAX_VALUE, messages));
        assertThrows(IllegalArgumentException.class, () -> messages.alloc(-1));
    }

    @Test
    void aFreedMessageCanOnlyBeFreedAgain() {
        Message message = messages.of("abc");
        message.setPipe(() -> 7);
        message.free();
        message.free();
        assertThrows(IllegalStateException.class, message::pipe);
        assertThrows(IllegalStateException.class, message::length);
        assertThrows(IllegalStateException.class, message::toByteArray);
    }

    @Test
    void clearKeepsACapacityThatIsNotShared() {
        Message message = messages.alloc(1000);
        message.clear();
        assertEquals(0, message.length());
        assertTrue(message.capacity() >= 1000);
    }

    @Test
    void clearLeavesSharedBytesToTheDuplicate() {
        Message message = messages.of("abc");
        Message duplicate = message.duplicate();
        message.clear();
        message.append(new byte[] {1});
        assertArrayEquals(new byte[] {1}, message.toByteArray());
        assertArrayEquals("abc".getBytes(StandardCharsets.UTF_8), duplicate.toByteArray());
    }
}

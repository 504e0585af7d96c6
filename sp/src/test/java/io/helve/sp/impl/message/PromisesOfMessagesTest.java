package io.helve.sp.impl.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.message.Message;
import io.helve.message.MessagePart;
import io.helve.testkit.ChildJvm;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the documentation of the package {@code io.helve.message} promises at the edges, sentence by sentence. */
class PromisesOfMessagesTest {
    private final MessagePool messages = new MessagePool();
    private final Message message = messages.of("hello");

    private static String text(Message message) {
        return new String(message.toByteArray(), StandardCharsets.UTF_8);
    }

    private void refusesArgument(Executable call) {
        assertThrows(IllegalArgumentException.class, call);
        assertEquals("hello", text(message));
    }

    private void refused(AioError error, Executable call) {
        assertEquals(error, assertThrows(AioException.class, call).error());
        assertEquals("hello", text(message));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE})
    void aNegativeLengthCannotBeRemoved(int length) {
        refusesArgument(() -> message.trim(length));
        refusesArgument(() -> message.chop(length));
        refusesArgument(() -> message.head().trim(length));
    }

    @ParameterizedTest
    @ValueSource(ints = {6, Integer.MAX_VALUE})
    void aLengthThatCannotBeRemovedIsRefusedAndNothingChanges(int length) {
        refused(AioError.EINVAL, () -> message.trim(length));
        refused(AioError.EINVAL, () -> message.chop(length));
        refused(AioError.EINVAL, () -> message.head().trim(length));
        refused(AioError.EINVAL, message::trimU64);
        refused(AioError.EINVAL, message::chopU64);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0x1_0000_0000L, Long.MIN_VALUE})
    void aNumberOutOfRangeIsRefusedAndNothingChanges(long value) {
        refusesArgument(() -> message.appendU32(value));
        refusesArgument(() -> message.insertU32(value));
        refusesArgument(() -> message.appendU16((int) (value | 0x1_0000)));
        refusesArgument(() -> message.insertU16((int) (value | 0x1_0000)));
    }

    @Test
    void lengthsAreRefusedThatAreNegativeOrHaveNoRoom() {
        for (Consumer<Integer> method :
                List.<Consumer<Integer>>of(message::resize, message::reserve, messages::alloc)) {
            refusesArgument(() -> method.accept(-1));
            refused(AioError.ENOMEM, () -> method.accept(Integer.MAX_VALUE));
        }
    }

    @Test
    void aBodyForWhichTheHeapHasNoRoomIsENOMEMAndNothingChanges(@TempDir Path directory) throws Exception {
        assertEquals(
                "ENOMEM\n".repeat(9), new ChildJvm(directory).option("-Xmx64m").run(LargeBodies.class));
    }

    @Test
    void aHeaderHas64BytesAndARefusedBufferKeepsItsPosition() {
        MessagePart head = message.head();
        head.append(new byte[Message.HEADER_MAX]);
        ByteBuffer more = ByteBuffer.allocate(1);
        refused(AioError.EINVAL, () -> head.append(more));
        refused(AioError.EINVAL, () -> head.insert(more));
        refused(AioError.EINVAL, () -> head.appendU16(1));
        assertEquals(0, more.position());
        assertEquals(Message.HEADER_MAX, head.length());
    }

    @Test
    void aMessageCanBeAppendedToItselfAndInsertedBeforeItself() {
        message.append(message.body());
        message.insert(message.writableBody());
        assertEquals("hello".repeat(4), text(message));
        message.head().appendU16(0xabcd);
        message.head().insert(message.header());
        assertEquals(0xabcdabcdL, message.head().trimU32());
    }

    /** A header that was trimmed has room before its bytes, and its bytes move when they need room behind them. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 11})
    void aHeaderCanBeAppendedToItselfAndInsertedBeforeItselfAfterATrim(int trimmed) {
        byte[] bytes = "0123456789ab".getBytes(StandardCharsets.US_ASCII);
        String left = "0123456789ab".substring(trimmed);
        for (boolean inserts : new boolean[] {true, false}) {
            Message own = messages.alloc();
            own.head().append(bytes);
            own.head().trim(trimmed);
            ByteBuffer view = own.header();
            if (inserts) {
                own.head().insert(view);
            } else {
                own.head().append(view);
            }
            assertEquals(0, view.remaining());
            assertEquals(
                    left + left, StandardCharsets.US_ASCII.decode(own.header()).toString());
        }
    }

    @Test
    void aWrappedArrayCanBePartOfWhatIsInserted() {
        byte[] array = "0123456789".getBytes(StandardCharsets.US_ASCII);
        Message wrapped = messages.wrap(array);
        wrapped.trim(4);
        wrapped.insert(array, 2, 6);
        assertEquals("234567456789", text(wrapped));
    }

    @Test
    void viewsAreReadOnlyAndBeginAtZero() {
        for (ByteBuffer view : List.of(message.body(), message.header())) {
            assertTrue(view.isReadOnly());
            assertEquals(0, view.position());
        }
        assertEquals(5, message.body().limit());
    }

    @Test
    void allMethodsOfAFreedMessageThrowWhateverTheirArguments() {
        MessagePart head = message.head();
        message.free();
        message.free();
        for (Executable each : List.<Executable>of(
                message::body,
                message::header,
                message::head,
                message::writableBody,
                message::capacity,
                message::duplicate,
                message::clear,
                message::trimU16,
                message::chopU64,
                head::length,
                head::clear,
                () -> message.append(new byte[0]),
                () -> message.insert(ByteBuffer.allocate(0)),
                () -> message.setPipe(null),
                () -> message.reserve(-1),
                () -> message.resize(-1),
                () -> message.trim(-1),
                () -> message.appendU16(-1),
                () -> message.insertU32(-1),
                () -> head.appendU32(1))) {
            assertThrows(IllegalStateException.class, each);
        }
    }
}

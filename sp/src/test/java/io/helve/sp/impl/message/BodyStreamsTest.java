package io.helve.sp.impl.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.helve.message.Message;
import io.helve.message.Messages;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A body is read and written as a stream of bytes. */
class BodyStreamsTest {
    private final Messages messages = new MessagePool();

    @Test
    void aBodyIsReadFromItsFirstByteToItsEnd() throws IOException {
        Message message = messages.of("abc\u00e4");
        message.trim(1);
        try (InputStream in = message.inputStream()) {
            assertEquals(4, in.available());
            assertEquals('b', in.read());
            assertEquals(1, in.skip(1));
            byte[] rest = new byte[5];
            assertEquals(0, in.read(rest, 0, 0));
            assertEquals(2, in.read(rest, 1, 4));
            assertArrayEquals(new byte[] {0, (byte) 0xc3, (byte) 0xa4, 0, 0}, rest);
            assertEquals(-1, in.read());
            assertEquals(-1, in.read(rest, 0, 5));
            assertEquals(0, in.skip(3));
            assertThrows(IndexOutOfBoundsException.class, () -> in.read(rest, 4, 2));
        }
        assertEquals("bc\u00e4", message.text(), "reading changes nothing");
    }

    @Test
    void whatIsWrittenIsAppended() throws IOException {
        Message message = messages.of("a");
        try (OutputStream out = message.outputStream();
                Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8)) {
            out.write('b');
            out.write(new byte[] {'-', 'c', '-'}, 1, 1);
            writer.write("d\u00e4".repeat(1_000));
        }
        assertEquals("abc" + "d\u00e4".repeat(1_000), message.text());
    }

    @Test
    void aMessageThatIsPassedOnIsNotWrittenTo() {
        Message message = messages.of("a");
        OutputStream out = message.outputStream();
        message.free();
        assertThrows(IllegalStateException.class, () -> out.write('b'));
        assertThrows(IllegalStateException.class, message::inputStream);
    }
}

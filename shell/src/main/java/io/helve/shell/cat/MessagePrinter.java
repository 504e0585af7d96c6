package io.helve.shell.cat;

import io.helve.message.Message;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Standard output: messages in their format, and lines about addresses. */
final class MessagePrinter {
    private final OutputStream out;
    private final MessageFormat format;

    MessagePrinter(OutputStream out, MessageFormat format) {
        this.out = new BufferedOutputStream(out, 64 * 1024);
        this.format = format;
    }

    /** Prints a message, which is over then. */
    void print(Message message) throws IOException {
        format.print(message.body(), out);
        message.free();
    }

    void line(String text) throws IOException {
        out.write((text + '\n').getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Has everybody see what was printed; to be called before waiting. */
    void flush() throws IOException {
        out.flush();
    }
}

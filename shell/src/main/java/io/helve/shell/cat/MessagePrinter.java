package io.helve.shell.cat;

import io.helve.internal.PrintableText;
import io.helve.message.Message;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Prints messages in their format, and lines about addresses, to standard output. */
final class MessagePrinter {
    private final OutputStream out;
    private final MessageFormat format;

    MessagePrinter(OutputStream out, MessageFormat format) {
        this.out = new BufferedOutputStream(out, 64 * 1024);
        this.format = format;
    }

    /** Prints a message and frees it. */
    void print(Message message) throws IOException {
        format.print(message.body(), out);
        message.free();
    }

    void line(String text) throws IOException {
        out.write((PrintableText.of(text) + '\n').getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Writes buffered output. Called before the command waits, so that its reader sees each message at once. */
    void flush() throws IOException {
        out.flush();
    }
}

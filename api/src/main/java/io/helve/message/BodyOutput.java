package io.helve.message;

import java.io.OutputStream;

/** Appends bytes to a body. */
final class BodyOutput extends OutputStream {
    private final Message message;

    BodyOutput(Message message) {
        this.message = message;
    }

    @Override
    public void write(int value) {
        message.append(new byte[] {(byte) value});
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        message.append(bytes, offset, length);
    }
}

package io.helve.message;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/** Reads the bytes of a body. The buffer is a view of the body, so that no byte is copied before it is read. */
final class BodyInput extends InputStream {
    private final ByteBuffer body;

    BodyInput(ByteBuffer body) {
        this.body = body;
    }

    @Override
    public int read() {
        return body.hasRemaining() ? body.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0) {
            return 0;
        }
        int count = Math.min(length, body.remaining());
        body.get(bytes, offset, count);
        return count == 0 ? -1 : count;
    }

    @Override
    public long skip(long count) {
        int skipped = (int) Math.max(0, Math.min(count, body.remaining()));
        body.position(body.position() + skipped);
        return skipped;
    }

    @Override
    public int available() {
        return body.remaining();
    }
}

package io.helve.stream;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/** The receiving side of a stream for code that reads from an {@link InputStream}. */
final class StreamInput extends InputStream {
    private final Stream stream;
    private final BlockingTransfer transfer;

    StreamInput(Stream stream) {
        this.stream = stream;
        this.transfer = new BlockingTransfer(stream);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) == BlockingTransfer.END ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        return transfer.receive(ByteBuffer.wrap(bytes, offset, length));
    }

    @Override
    public void close() {
        stream.close();
    }
}

package io.helve.stream;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;

/** The sending side of a stream for code that writes to an {@link OutputStream}. */
final class StreamOutput extends OutputStream {
    private final BlockingTransfer transfer;
    private final AtomicBoolean closed = new AtomicBoolean();

    StreamOutput(Stream stream) {
        this.transfer = new BlockingTransfer(stream);
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        transfer.send(ByteBuffer.wrap(bytes, offset, length));
    }

    @Override
    public void close() throws IOException {
        if (closed.compareAndSet(false, true)) {
            transfer.shutdown();
        }
    }
}

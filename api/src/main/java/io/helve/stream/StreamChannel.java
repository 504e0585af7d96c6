package io.helve.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.atomic.AtomicBoolean;

/** A stream for code that works with a {@link ByteChannel}. */
final class StreamChannel implements ByteChannel {
    private final Stream stream;
    private final BlockingTransfer transfer;
    private final AtomicBoolean open = new AtomicBoolean(true);

    StreamChannel(Stream stream) {
        this.stream = stream;
        this.transfer = new BlockingTransfer(stream);
    }

    @Override
    public int read(ByteBuffer buffer) throws IOException {
        requireOpen();
        return transfer.receive(buffer);
    }

    @Override
    public int write(ByteBuffer buffer) throws IOException {
        requireOpen();
        int length = buffer.remaining();
        transfer.send(buffer);
        return length;
    }

    private void requireOpen() throws ClosedChannelException {
        if (!open.get()) {
            throw new ClosedChannelException();
        }
    }

    @Override
    public boolean isOpen() {
        return open.get();
    }

    @Override
    public void close() throws IOException {
        if (open.compareAndSet(true, false)) {
            try (stream) {
                transfer.shutdown();
            }
        }
    }
}

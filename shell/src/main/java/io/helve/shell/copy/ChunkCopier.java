package io.helve.shell.copy;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import java.nio.ByteBuffer;

/**
 * One handle in flight, with buffers of its own: waits for its turn if the source is a stream, reads a chunk into its
 * buffers, writes it out of them, and begins again. Each step is started by the callback of the one before.
 */
final class ChunkCopier implements AutoCloseable {
    /** Chunks are scattered over buffers of this size, so that large ones need no large contiguous block. */
    private static final int BUFFER = 128 * 1024;

    private enum Step {
        WAIT,
        READ,
        WRITE
    }

    private final ChunkedTransfer transfer;
    private final Aio aio;
    private final ByteBuffer[] buffers;
    private Step step;
    private long position;
    private volatile boolean retired;

    ChunkCopier(AioFactory factory, ChunkedTransfer transfer, int chunk) {
        this.transfer = transfer;
        int size = Math.max(BUFFER, (chunk + Aio.IOV_MAX - 1) / Aio.IOV_MAX);
        buffers = new ByteBuffer[(chunk + size - 1) / size];
        for (int i = 0; i < buffers.length; i++) {
            buffers[i] = ByteBuffer.allocateDirect(Math.min(size, chunk - i * size));
        }
        aio = factory.alloc(this::completed);
        aio.setIov(buffers);
    }

    /** Starts the next step, or the first. Only from this lane's callback, or before there was one. */
    void next() {
        if (transfer.turn() != null) {
            step = Step.WAIT;
            aio.setTimeout(Aio.INFINITE);
            transfer.turn().take(aio);
        } else {
            read();
        }
    }

    private void completed(Aio self) {
        try {
            switch (step) {
                case WAIT -> granted();
                case READ -> arrived();
                case WRITE -> written();
            }
        } catch (RuntimeException | Error e) {
            transfer.fail(e);
        }
    }

    private void granted() {
        if (aio.result() == AioError.OK) {
            read();
        } else {
            retire();
        }
    }

    private void read() {
        position = transfer.claim();
        if (position == ChunkedTransfer.END) {
            transfer.passTurn();
            retire();
            return;
        }
        for (ByteBuffer buffer : buffers) {
            buffer.clear();
        }
        step = Step.READ;
        transfer.read(position, aio);
    }

    private void arrived() {
        if (!transfer.readEnded(aio)) {
            transfer.passTurn();
            retire();
            return;
        }
        position = transfer.arrived(position, aio.count());
        transfer.passTurn();
        if (position == ChunkedTransfer.END) {
            retire();
            return;
        }
        for (ByteBuffer buffer : buffers) {
            buffer.flip();
        }
        step = Step.WRITE;
        transfer.write(position, aio);
    }

    private void written() {
        if (transfer.writeEnded(aio)) {
            next();
        } else {
            retire();
        }
    }

    private void retire() {
        retired = true;
        transfer.retire();
    }

    /** Whether it has something left to do, but nothing that will wake it up. To be asked after it was started. */
    boolean isStuck() {
        return !aio.isBusy() && !retired;
    }

    /** Stops what is in flight, and waits until it has ended. */
    @Override
    public void close() {
        aio.close();
    }
}

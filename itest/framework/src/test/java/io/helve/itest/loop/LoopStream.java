package io.helve.itest.loop;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.provider.AioOperation;
import io.helve.stream.Stream;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamProperty;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/** A stream whose receives get the bytes of its own sends. */
final class LoopStream implements Stream {
    private final LoopSession session;

    /** The monitor of this object guards all fields from here on. */
    private final Deque<ByteBuffer> arrived = new ArrayDeque<>();

    private final Deque<AioOperation> receives = new ArrayDeque<>();
    private boolean closed;

    LoopStream(LoopSession session) {
        this.session = session;
    }

    @Override
    public void send(Aio aio) {
        AioOperation operation = AioOperation.start(aio, null);
        if (operation == null) {
            return;
        }
        ByteBuffer given = operation.iov()[0];
        ByteBuffer copy = ByteBuffer.allocate(given.remaining()).put(given).flip();
        long count = copy.remaining();
        boolean taken;
        synchronized (this) {
            taken = !closed;
            if (taken) {
                arrived.add(copy);
            }
        }
        operation.finish(taken ? AioError.OK : AioError.ECLOSED, taken ? count : 0);
        deliver();
    }

    @Override
    public void receive(Aio aio) {
        AioOperation operation = AioOperation.start(aio, this::cancel);
        if (operation == null) {
            return;
        }
        boolean waits;
        synchronized (this) {
            waits = !closed;
            if (waits) {
                receives.add(operation);
            }
        }
        if (!waits) {
            operation.finish(AioError.ECLOSED, 0);
        }
        deliver();
    }

    private void deliver() {
        for (; ; ) {
            AioOperation operation;
            ByteBuffer piece;
            synchronized (this) {
                if (arrived.isEmpty() || receives.isEmpty()) {
                    return;
                }
                operation = receives.remove();
                piece = arrived.remove();
            }
            ByteBuffer into = operation.iov()[0];
            int count = Math.min(into.remaining(), piece.remaining());
            into.put(piece.slice().limit(count));
            piece.position(piece.position() + count);
            if (piece.hasRemaining()) {
                synchronized (this) {
                    arrived.addFirst(piece);
                }
            }
            operation.finish(AioError.OK, count);
        }
    }

    private void cancel(AioOperation operation, AioError reason) {
        synchronized (this) {
            receives.remove(operation);
        }
        operation.finish(reason, 0);
    }

    @Override
    public void close() {
        Deque<AioOperation> ending;
        synchronized (this) {
            closed = true;
            ending = new ArrayDeque<>(receives);
            receives.clear();
        }
        session.remove(this);
        ending.forEach(operation -> operation.finish(AioError.ECLOSED, 0));
    }

    @Override
    public void stop() {
        close();
    }

    @Override
    public void shutdown(Aio aio) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isMessageOriented() {
        return false;
    }

    @Override
    public <T> T get(StreamProperty<T> property) {
        return null;
    }

    @Override
    public <T> void set(StreamOption<T> option, T value) {
        throw new AioException(AioError.ENOTSUP, "a loop has no option " + option);
    }
}

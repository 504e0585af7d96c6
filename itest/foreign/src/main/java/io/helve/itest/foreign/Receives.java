package io.helve.itest.foreign;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;
import io.helve.aio.provider.AioQueue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.List;

/** The receives of a stream. A channel is read only while a receive waits, straight into the receive's buffers. */
final class Receives implements AioCanceller {
    private final NioStream stream;

    @GuardedBy("this")
    private final AioQueue waiting = new AioQueue();

    /** The result of later receives; null while data may come. */
    @GuardedBy("this")
    private AioError end;

    /** Whether the last read has left nothing, so that the loop has to say when there is more. */
    @GuardedBy("this")
    private boolean drained;

    Receives(NioStream stream) {
        this.stream = stream;
    }

    void start(Aio aio) {
        AioOperation operation = AioOperation.startExclusive(aio, this);
        if (operation == null) {
            return;
        }
        AioError refused;
        boolean waits = false;
        synchronized (this) {
            if (remaining(operation.iov()) == 0) {
                refused = AioError.EINVAL;
            } else {
                refused = end != null ? end : waiting.append(operation);
            }
            waits = drained;
        }
        if (refused != AioError.OK) {
            operation.finish(refused, 0);
        } else if (waits) {
            stream.want(SelectionKey.OP_READ);
        } else {
            read();
        }
    }

    private static long remaining(ByteBuffer[] buffers) {
        long sum = 0;
        for (ByteBuffer buffer : buffers) {
            sum += buffer.remaining();
        }
        return sum;
    }

    /** The channel has something to read. */
    void ready() {
        synchronized (this) {
            drained = false;
        }
        read();
        boolean idle;
        synchronized (this) {
            idle = waiting.isEmpty();
        }
        if (idle) {
            stream.wantNot(SelectionKey.OP_READ);
            synchronized (this) {
                idle = waiting.isEmpty();
            }
            if (!idle) { // a receive that was started meanwhile
                stream.want(SelectionKey.OP_READ);
            }
        }
    }

    /** Reads for the receives that wait, until nothing is left to read. */
    private void read() {
        for (; ; ) {
            AioOperation operation;
            AioError result = AioError.OK;
            long count = 0;
            List<AioOperation> others = List.of();
            synchronized (this) {
                operation = waiting.peek();
                if (operation == null) {
                    return;
                }
                if (drained) {
                    stream.want(SelectionKey.OP_READ);
                    return;
                }
                ByteBuffer[] buffers = operation.iov();
                try {
                    count = buffers.length == 1 ? stream.channel.read(buffers[0]) : stream.channel.read(buffers);
                } catch (IOException e) {
                    result = Failures.of(e);
                }
                if (count == 0 && result == AioError.OK) {
                    drained = true;
                    stream.want(SelectionKey.OP_READ);
                    return;
                }
                drained = remaining(buffers) > 0;
                waiting.poll();
                if (count < 0) {
                    result = AioError.ECONNSHUT;
                }
                if (result != AioError.OK) {
                    count = 0;
                    end = end == null ? result : end;
                    others = waiting.takeAll();
                }
            }
            operation.finish(result, count);
            for (AioOperation other : others) {
                other.finish(result, 0);
            }
        }
    }

    @Override
    public void cancel(AioOperation operation, AioError reason) {
        boolean waited;
        synchronized (this) {
            waited = waiting.remove(operation);
        }
        if (waited) {
            operation.finish(reason, 0);
        }
    }

    @Override
    public String describe() {
        return "receiving over " + stream;
    }

    void end(AioError reason) {
        List<AioOperation> ended;
        synchronized (this) {
            end = reason;
            ended = waiting.takeAll();
        }
        ended.forEach(operation -> operation.finish(reason, 0));
    }
}

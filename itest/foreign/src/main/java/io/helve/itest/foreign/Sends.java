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
import java.util.ArrayList;
import java.util.List;

/**
 * The sends of a stream, and its shutdowns, which follow the sends. The thread that starts a send writes at once if it
 * is the first one, the loop when the channel has room again. A send of nothing ends on the loop.
 */
final class Sends implements AioCanceller {
    private final NioStream stream;

    @GuardedBy("this")
    private final AioQueue waiting = new AioQueue();

    @GuardedBy("this")
    private final AioQueue shutdowns = new AioQueue();

    /** How many bytes of the first send have been written. */
    @GuardedBy("this")
    private long written;

    /** The result of later sends; null while sends are taken. */
    @GuardedBy("this")
    private AioError end;

    /** Whether the output has been shut down. */
    @GuardedBy("this")
    private boolean isShut;

    Sends(NioStream stream) {
        this.stream = stream;
    }

    void start(Aio aio) {
        AioOperation operation = AioOperation.startExclusive(aio, this);
        if (operation == null) {
            return;
        }
        AioError refused;
        boolean first;
        synchronized (this) {
            refused = end != null ? end : waiting.append(operation);
            first = waiting.size() == 1;
        }
        if (refused != AioError.OK) {
            operation.finish(refused, 0);
        } else if (first) {
            write();
        }
    }

    void shutdown(Aio aio) {
        AioOperation operation = AioOperation.startExclusive(aio, this);
        if (operation == null) {
            return;
        }
        AioError refused;
        synchronized (this) {
            if (end == null) {
                end = AioError.ECONNSHUT;
            }
            refused = end == AioError.ECONNSHUT ? shutdowns.append(operation) : end;
        }
        if (refused != AioError.OK) {
            operation.finish(refused, 0);
        }
        write();
    }

    void ready() {
        stream.wantNot(SelectionKey.OP_WRITE);
        write();
    }

    /** Writes until all is written, or the channel has no room. */
    private void write() {
        for (; ; ) {
            AioOperation operation;
            AioError result = AioError.OK;
            long count;
            synchronized (this) {
                operation = waiting.peek();
                if (operation == null) {
                    break;
                }
                ByteBuffer[] buffers = operation.iov();
                if (remaining(buffers) == 0 && !stream.loop.isHere()) {
                    stream.loop.execute(this::write);
                    return;
                }
                try {
                    written += buffers.length == 1 ? stream.channel.write(buffers[0]) : stream.channel.write(buffers);
                    if (remaining(buffers) > 0) {
                        stream.want(SelectionKey.OP_WRITE);
                        return;
                    }
                } catch (IOException e) {
                    result = Failures.of(e);
                }
                waiting.poll();
                count = written;
                written = 0;
            }
            operation.finish(result, count);
            if (result != AioError.OK) {
                end(result);
                return;
            }
        }
        shut();
    }

    private static long remaining(ByteBuffer[] buffers) {
        long sum = 0;
        for (ByteBuffer buffer : buffers) {
            sum += buffer.remaining();
        }
        return sum;
    }

    /** Ends the output, if that was wanted and everything is written. */
    private void shut() {
        List<AioOperation> ended;
        AioError result = AioError.OK;
        synchronized (this) {
            if (end != AioError.ECONNSHUT || !waiting.isEmpty()) {
                return;
            }
            if (!isShut) {
                isShut = true;
                try {
                    stream.channel.shutdownOutput();
                } catch (IOException e) {
                    result = Failures.of(e);
                }
            }
            ended = shutdowns.takeAll();
        }
        for (AioOperation operation : ended) {
            operation.finish(result, 0);
        }
    }

    @Override
    public void cancel(AioOperation operation, AioError reason) {
        boolean waited;
        long count = 0;
        synchronized (this) {
            if (operation.equals(waiting.peek())) {
                count = written;
                written = 0;
            }
            waited = waiting.remove(operation) || shutdowns.remove(operation);
        }
        if (waited) {
            operation.finish(reason, count);
            write(); // the next send may have waited for this one
        }
    }

    @Override
    public String describe() {
        return "sending over " + stream;
    }

    void end(AioError reason) {
        List<AioOperation> ended;
        long count;
        synchronized (this) {
            end = reason;
            count = written;
            written = 0;
            ended = new ArrayList<>(waiting.takeAll());
            ended.addAll(shutdowns.takeAll());
        }
        for (AioOperation operation : ended) {
            operation.finish(reason, count);
            count = 0;
        }
    }
}

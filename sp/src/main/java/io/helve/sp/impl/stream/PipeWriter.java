package io.helve.sp.impl.stream;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.sp.impl.message.SpMessage;
import io.helve.sp.impl.operation.RepeatingOperation;
import io.helve.sp.provider.SpPipeEnd;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What goes out: takes messages and sends them, as many at a time as there are.
 *
 * <pre>
 *   IDLE --sendable--> BUSY --nothing left--> IDLE       (what comes while it is busy: AGAIN, and it looks again)
 * </pre>
 */
abstract class PipeWriter {
    private static final int IDLE = 0;
    private static final int BUSY = 1;
    private static final int AGAIN = 2;

    final TenantBuffers buffers;
    private final StreamPipe pipe;
    private final RepeatingOperation step;
    private final Runnable start;

    /** It is the owner's who attaches it, first. */
    private final AtomicInteger state = new AtomicInteger(BUSY);

    /** No more messages will come: what is left goes out, and then the output ends. */
    private volatile boolean finishing;

    /** What follows is the owner's. */
    private SpPipeEnd end;

    /** Of {@link #use}, which is called often. */
    private final ByteBuffer[] single = new ByteBuffer[1];

    private boolean shuttingDown;

    /** Who has started a send on a thread of any kind, to see whether it ends there. */
    private Thread starter;

    PipeWriter(StreamPipe pipe, TenantBuffers buffers) {
        this.pipe = pipe;
        this.buffers = buffers;
        step = new RepeatingOperation(pipe.factory(), pipe.guarded(this::ended));
        start = pipe.guarded(this::start);
    }

    // ---- for subclasses

    /** {@return whether there is something to send now, and it has been given to {@link #use}} */
    abstract boolean fill();

    /** {@return whether a send without bytes is nothing to the peer} */
    abstract boolean canSendNothing();

    /** There is nothing to send: gives large buffers back. */
    abstract void quiet();

    /** Gives all memory back. */
    abstract void release();

    final SpMessage take() {
        return (SpMessage) end.take();
    }

    final void use(ByteBuffer buffer) {
        single[0] = buffer;
        step.aio().setIov(single);
        single[0] = null;
    }

    final void use(ByteBuffer first, ByteBuffer second) {
        step.aio().setIov(first, second);
    }

    // ---- the owner

    void begin(SpPipeEnd newEnd) {
        end = newEnd;
        start();
    }

    /**
     * Sends the first after a rest. If that ends on this thread, which may be anybody's, the rest is left to the event
     * loop: otherwise this thread would do it all, one message at a time, and none would be gathered. What gets us
     * there is a send of nothing, made before the other is over: it waits for the loop.
     */
    private void start() {
        if (advance()) {
            starter = Thread.currentThread();
            pipe.stream().send(step.aio());
        }
    }

    private void ended() {
        boolean here = starter == Thread.currentThread();
        starter = null;
        if (!succeeded()) {
            return;
        }
        if (here && canSendNothing() && !(send() && succeeded())) {
            return;
        }
        go();
    }

    private void go() {
        while (advance()) {
            if (!send() || !succeeded()) {
                return;
            }
        }
    }

    /** {@return whether there is something to send; otherwise this may belong to somebody else already} */
    private boolean advance() {
        for (; ; ) {
            boolean last = finishing; // read first: all that was put before is found then
            if (fill()) {
                return true;
            }
            quiet();
            if (last) {
                shuttingDown = true;
                pipe.stream().shutdown(step.aio());
                return false;
            }
            if (rests()) {
                return false;
            }
        }
    }

    private boolean rests() {
        if (state.compareAndSet(BUSY, IDLE)) {
            return !finishing || !state.compareAndSet(IDLE, BUSY);
        }
        state.set(BUSY);
        return false;
    }

    /** {@return whether the send has ended at once} */
    private boolean send() {
        Aio aio = step.aio();
        aio.skipCallback();
        pipe.stream().send(aio);
        return aio.skipped();
    }

    private boolean succeeded() {
        AioError result = step.result();
        if (result == AioError.OK && !shuttingDown) {
            return true;
        }
        release();
        step.close();
        pipe.outputEnded(result);
        return false;
    }

    // ---- anybody

    /** There are messages to take. */
    void sendable() {
        for (; ; ) {
            int present = state.get();
            if (present == IDLE) {
                if (state.compareAndSet(IDLE, BUSY)) {
                    start.run();
                    return;
                }
            } else if (present == AGAIN || state.compareAndSet(BUSY, AGAIN)) {
                return;
            }
        }
    }

    /** No more messages come. */
    void finish() {
        finishing = true;
        sendable();
    }

    /** The stream is closed: if an operation is in progress, its end does the rest. */
    void close() {
        if (state.compareAndSet(IDLE, BUSY)) {
            release();
        }
        step.close();
    }
}

package io.helve.sp.impl.stream;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.sp.impl.operation.RepeatingOperation;
import io.helve.sp.provider.SpOutgoingMessage;
import io.helve.sp.provider.SpPipeEnd;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The sending half of a pipe: takes messages from the socket and sends them over the stream, as many at a time as are
 * waiting.
 *
 * <pre>
 *   IDLE --sendable--> BUSY --nothing left--> IDLE       (sendable while BUSY sets AGAIN: the writer checks once more)
 * </pre>
 */
abstract class PipeWriter {
    private static final int IDLE = 0;
    private static final int BUSY = 1;
    private static final int AGAIN = 2;

    final TenantBuffers buffers;
    private final StreamPipe pipe;
    private final RepeatingOperation step;
    private final Consumer<Aio> send;
    private final Runnable start;

    /** The state begins with BUSY: the thread that attaches the pipe is the first owner of the writer. */
    private final AtomicInteger state = new AtomicInteger(BUSY);

    /** Whether the pipe is closing: the writer sends the messages that are left, then shuts the output down. */
    private volatile boolean finishing;

    // Only the owner touches end, single, shuttingDown and starter.

    /** The socket's side of the pipe; null before {@link #begin}. */
    private SpPipeEnd end;

    /** The array that {@link #use(ByteBuffer)} passes to the handle, kept so that a send allocates nothing. */
    private final ByteBuffer[] single = new ByteBuffer[1];

    private boolean shuttingDown;

    /**
     * The thread that has started the first send after a rest, until that send ends. {@link #ended} checks whether the
     * send has ended on the same thread.
     */
    private Thread starter;

    PipeWriter(StreamPipe pipe, TenantBuffers buffers) {
        this.pipe = pipe;
        this.buffers = buffers;
        step = new RepeatingOperation(pipe.factory(), pipe.guarded(this::ended));
        send = pipe.stream()::send;
        start = pipe.guarded(this::start);
    }

    // ---- for subclasses

    /** {@return whether there is something to send; the bytes have then been passed to {@link #use}} */
    abstract boolean fill();

    /** {@return whether the peer notices nothing of a send of zero bytes} */
    abstract boolean canSendNothing();

    /** Gives large buffers back, because there is nothing to send at present. */
    abstract void quiet();

    /** Gives all memory back. */
    abstract void release();

    final SpOutgoingMessage take() {
        return end.take();
    }

    final void use(ByteBuffer buffer) {
        single[0] = buffer;
        step.aio().setIov(single);
        single[0] = null;
    }

    final void use(ByteBuffer[] buffers) {
        step.aio().setIov(buffers);
    }

    // ---- the owner

    void begin(SpPipeEnd newEnd) {
        end = newEnd;
        start();
    }

    /**
     * Starts the first send after a rest. A small send can end at once on this thread, which may be a user's thread. If
     * the writer continued here, this thread would send all messages one at a time, and the event loop could coalesce
     * none. {@link #ended} therefore sends zero bytes while the stream still completes the first send: the event loop
     * ends that empty send, and the writer continues on the event loop.
     */
    private void start() {
        if (advance()) {
            starter = Thread.currentThread();
            step.start(send);
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

    /** {@return whether there is something to send; if not, another thread may be the owner already} */
    private boolean advance() {
        for (; ; ) {
            boolean last = finishing; // read before fill(), which then finds all messages put before finish()
            if (fill()) {
                return true;
            }
            quiet();
            if (last) {
                shuttingDown = true;
                step.start(pipe.stream()::shutdown);
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
        step.aio().skipCallback();
        step.start(send);
        return step.skipped();
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

    // ---- any thread

    /** Called when the socket has messages to take; starts the writer if it is IDLE. */
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

    /** Has the writer send the messages that are left, then shut the output down. */
    void finish() {
        finishing = true;
        sendable();
    }

    /** Gives all memory back after the stream was closed. If a send is in progress, its completion does so. */
    void close() {
        if (state.compareAndSet(IDLE, BUSY)) {
            release();
        }
        step.close();
    }
}

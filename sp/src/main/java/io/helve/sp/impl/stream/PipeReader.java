package io.helve.sp.impl.stream;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.message.Message;
import io.helve.sp.impl.operation.RepeatingOperation;
import io.helve.sp.provider.SpPipeEnd;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The receiving half of a pipe: receives into one buffer, makes messages of the bytes and delivers them to the socket.
 * While the socket has no room the reader receives nothing, which slows the peer down.
 *
 * <pre>
 *   ACTIVE --no room--> STALLED --receivable--> ACTIVE       (receivable while ACTIVE sets AGAIN: it delivers again)
 * </pre>
 */
abstract class PipeReader implements DirectBufferPool.Holder {
    private static final int ACTIVE = 0;
    private static final int AGAIN = 1;
    private static final int STALLED = 2;

    /** After so many receives in a row that bring little, the reader gives its large buffer back. */
    private static final int QUIET = 16;

    private final StreamPipe pipe;
    private final TenantBuffers buffers;
    private final RepeatingOperation step;
    private final Consumer<Aio> receive;
    private final Runnable resume;
    private final AtomicInteger state = new AtomicInteger(ACTIVE);

    // Only the owner touches end, buffer, quiet, parked, parkedBytes and complete.

    /** The socket's side of the pipe; null before {@link #begin}. */
    private SpPipeEnd end;

    private ByteBuffer buffer;
    private int quiet;

    /** Whether the buffer is a heap buffer that holds the rest of a large buffer; see {@link #giveLargeBack}. */
    private boolean parked;

    /** How many bytes of the heap the parked buffer counts for. */
    private int parkedBytes;

    /** A message that has arrived and not been delivered. */
    private Message complete;

    PipeReader(StreamPipe pipe, TenantBuffers buffers) {
        this.pipe = pipe;
        this.buffers = buffers;
        step = new RepeatingOperation(pipe.factory(), pipe.guarded(this::received));
        receive = pipe.stream()::receive;
        resume = pipe.guarded(this::resume);
    }

    // ---- for subclasses

    /** Called when a receive has succeeded, before {@link #next}. */
    void arrived(Aio aio) {}

    /**
     * Makes the next message.
     *
     * @param bytes the bytes that have arrived
     * @return the message, or null if more bytes have to arrive; less than a frame's prefix is then left in the buffer
     * @throws AioException {@code EPROTO} or {@code EMSGSIZE} if the peer breaks the rules
     */
    abstract Message next(ByteBuffer bytes);

    /** Drops the part of a message that has arrived. */
    abstract void dropPartial();

    /** Ends the pipe, because its message of which a part has arrived gives way to others. Called by any thread. */
    final void giveWay() {
        pipe.inputEnded(AioError.ENOMEM);
    }

    // ---- the owner

    void begin(SpPipeEnd newEnd) {
        end = newEnd;
        use(buffers.small());
        if (receive()) {
            received();
        }
    }

    /** {@return whether the receive has ended at once} */
    private boolean receive() {
        step.aio().skipCallback();
        step.start(receive);
        return step.skipped();
    }

    private void received() {
        do {
            AioError result = step.result();
            if (result != AioError.OK) {
                release();
                pipe.inputEnded(result);
                return;
            }
            arrived(step.aio());
            buffer.flip();
            if (!digest()) {
                return;
            }
        } while (receive());
    }

    /** {@return whether to continue receiving; if not, another thread may be the owner already} */
    private boolean digest() {
        int received = buffer.limit();
        try {
            for (; ; ) {
                if (pipe.isClosing()) {
                    drop();
                    return true;
                }
                if (complete == null) {
                    complete = next(buffer);
                }
                if (complete == null) {
                    end.delivered();
                    prepare(received);
                    return true;
                }
                if (end.deliver(complete)) {
                    complete = null;
                } else {
                    end.delivered();
                    if (stalls()) {
                        return false;
                    }
                }
            }
        } catch (AioException e) {
            fail(e.error());
        } catch (OutOfMemoryError e) {
            fail(AioError.ENOMEM);
        }
        return false;
    }

    private void fail(AioError error) {
        end.delivered();
        release();
        pipe.inputEnded(error);
    }

    private boolean stalls() {
        if (state.compareAndSet(ACTIVE, STALLED)) {
            return !pipe.isClosing() || !state.compareAndSet(STALLED, ACTIVE);
        }
        state.set(ACTIVE);
        return false;
    }

    /** Drops the bytes that were received, because the pipe is closing. */
    private void drop() {
        complete = null;
        dropPartial();
        if (parked) {
            unpark();
            use(buffers.small());
        }
        buffer.clear();
    }

    /**
     * Makes room for the next receive: a large buffer replaces a small buffer that was filled, and a small buffer
     * replaces a large one after {@value #QUIET} receives that brought little. A direct buffer replaces one on the
     * heap, which the reader got while direct memory was short.
     */
    private void prepare(int received) {
        if (parked) {
            unpark();
            replace(buffers.small());
            return;
        }
        boolean large = buffer.capacity() > DirectBufferPool.SMALL;
        quiet = received < DirectBufferPool.SMALL / 2 ? quiet + 1 : 0;
        ByteBuffer larger = !large && received == buffer.capacity() ? buffers.large(null) : null;
        if (larger != null) {
            replace(larger);
            buffers.hold(this);
        } else if (large && quiet >= QUIET) {
            buffers.letGo(this);
            replace(buffers.small());
        } else {
            ByteBuffer direct = buffer.isDirect() ? null : buffers.smallDirect();
            if (direct == null) {
                buffer.compact();
            } else {
                replace(direct);
            }
        }
    }

    private void unpark() {
        parked = false;
        buffers.unpark(parkedBytes);
    }

    private void replace(ByteBuffer other) {
        other.put(buffer);
        buffers.give(buffer);
        use(other);
        quiet = 0;
    }

    private void use(ByteBuffer other) {
        buffer = other;
        step.aio().setIov(other);
    }

    private void release() {
        complete = null;
        dropPartial();
        buffers.letGo(this);
        if (parked) {
            unpark();
        }
        if (buffer != null) {
            buffers.give(buffer);
            buffer = null;
        }
        step.close();
    }

    // ---- any thread

    /** Called when the socket has room again; resumes a STALLED reader. */
    void receivable() {
        for (; ; ) {
            int present = state.get();
            if (present == STALLED) {
                if (state.compareAndSet(STALLED, ACTIVE)) {
                    resume.run();
                    return;
                }
            } else if (present == AGAIN || state.compareAndSet(ACTIVE, AGAIN)) {
                return;
            }
        }
    }

    /**
     * Gives the large buffer of a stalled reader back to the pool; the bytes that are left in the buffer move to the
     * heap. The calling thread owns the reader during the call.
     */
    @Override
    public boolean giveLargeBack() {
        if (!state.compareAndSet(STALLED, ACTIVE)) {
            return false;
        }
        boolean shrinks = buffer.capacity() == DirectBufferPool.LARGE && buffers.park(buffer.remaining());
        if (shrinks) {
            ByteBuffer rest = ByteBuffer.allocate(buffer.remaining());
            rest.put(buffer).flip();
            buffers.letGo(this);
            buffers.give(buffer);
            buffer = rest;
            parked = true;
            parkedBytes = rest.capacity();
        }
        if (!stalls()) { // there is room again, or the pipe is closing
            resume.run();
        }
        return shrinks;
    }

    private void resume() {
        if (digest() && receive()) {
            received();
        }
    }

    /**
     * Called when the pipe is closing. The reader then receives and drops data until the peer ends its side; a stalled
     * reader would never see the peer's end.
     */
    void finish() {
        receivable();
    }

    /** Gives all memory back after the stream was closed. If a receive is in progress, its completion does so. */
    void close() {
        if (state.compareAndSet(STALLED, ACTIVE)) {
            release();
        } else {
            step.close();
        }
    }
}

package io.helve.sp.impl.stream;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.sp.impl.message.SpMessage;
import io.helve.sp.impl.operation.RepeatingOperation;
import io.helve.sp.provider.SpPipeEnd;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What comes in: receives into one buffer, makes messages of that and delivers them. While the socket has no room
 * nothing is received, so the peer is slowed down.
 *
 * <pre>
 *   ACTIVE --no room--> STALLED --receivable--> ACTIVE       (room that comes in between: AGAIN, and it is tried again)
 * </pre>
 */
abstract class PipeReader implements DirectBufferPool.Holder {
    private static final int ACTIVE = 0;
    private static final int AGAIN = 1;
    private static final int STALLED = 2;

    /** After so many receives that brought little, a large buffer is given back. */
    private static final int QUIET = 16;

    private final StreamPipe pipe;
    private final TenantBuffers buffers;
    private final RepeatingOperation step;
    private final Runnable resume;
    private final AtomicInteger state = new AtomicInteger(ACTIVE);

    /** What follows is the owner's. */
    private SpPipeEnd end;

    private ByteBuffer buffer;
    private int quiet;

    /** Whether the buffer is memory of the heap that holds what was left in a large buffer. */
    private boolean parked;

    /** A message that has arrived and not been delivered. */
    private SpMessage complete;

    PipeReader(StreamPipe pipe, TenantBuffers buffers) {
        this.pipe = pipe;
        this.buffers = buffers;
        step = new RepeatingOperation(pipe.factory(), pipe.guarded(this::received));
        resume = pipe.guarded(this::resume);
    }

    // ---- for subclasses

    /** Something has arrived. */
    void arrived(Aio aio) {}

    /**
     * Makes the next message.
     *
     * @param bytes what has arrived
     * @return the message, or null if more has to come; then less than a frame's prefix is left of the bytes
     * @throws AioException {@code EPROTO} or {@code EMSGSIZE} if the peer breaks the rules
     */
    abstract SpMessage next(ByteBuffer bytes);

    /** Drops what has arrived of a message. */
    abstract void dropPartial();

    // ---- the owner

    void begin(SpPipeEnd newEnd) {
        end = newEnd;
        use(buffers.small());
        if (receive()) {
            received();
        }
    }

    /** {@return whether something has been received at once} */
    private boolean receive() {
        Aio aio = step.aio();
        aio.skipCallback();
        pipe.stream().receive(aio);
        return aio.skipped();
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

    /** {@return whether to receive on; otherwise this may belong to somebody else already} */
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

    /** What is received from now on is dropped. */
    private void drop() {
        complete = null;
        dropPartial();
        if (parked) {
            parked = false;
            use(buffers.small());
        }
        buffer.clear();
    }

    /**
     * Makes room for the next receive: a small buffer that was filled is replaced by a large one, and that by a small
     * one in time.
     */
    private void prepare(int received) {
        if (parked) {
            parked = false;
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
            buffer.compact();
        }
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
        if (buffer != null) {
            buffers.give(buffer);
            buffer = null;
        }
        step.close();
    }

    // ---- anybody

    /** There is room again. */
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
     * Gives the large buffer of a stalled reader back, for others; what is left in it moves to the heap. Whoever calls
     * this owns the reader meanwhile.
     */
    @Override
    public boolean giveLargeBack() {
        if (!state.compareAndSet(STALLED, ACTIVE)) {
            return false;
        }
        boolean shrinks = buffer.capacity() == DirectBufferPool.LARGE;
        if (shrinks) {
            ByteBuffer rest = ByteBuffer.allocate(buffer.remaining());
            rest.put(buffer).flip();
            buffers.letGo(this);
            buffers.give(buffer);
            buffer = rest;
            parked = true;
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
     * The pipe is closing: what comes is received and dropped until the peer has closed too, or it would never know
     * that we have.
     */
    void finish() {
        receivable();
    }

    /** The stream is closed: if an operation is in progress, its end does the rest. */
    void close() {
        if (state.compareAndSet(STALLED, ACTIVE)) {
            release();
        } else {
            step.close();
        }
    }
}

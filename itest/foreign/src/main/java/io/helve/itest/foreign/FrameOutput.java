package io.helve.itest.foreign;

import io.helve.sp.provider.SpOutgoingMessage;
import io.helve.sp.provider.SpPipeEnd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Takes messages and writes frames, as many at a time as are waiting.
 *
 * <pre>
 *   IDLE --sendable--> BUSY --nothing left--> IDLE       (sendable while BUSY sets AGAIN: the owner checks once more)
 * </pre>
 *
 * The thread that makes the output BUSY writes once, then leaves the output to the loop, which finds more messages.
 */
final class FrameOutput {
    private static final int IDLE = 0;
    private static final int BUSY = 1;
    private static final int AGAIN = 2;

    private final FramePipe pipe;

    /** The attaching thread is the first owner. */
    private final AtomicInteger state = new AtomicInteger(BUSY);

    private volatile boolean finishing;

    // Only the owner touches end, buffer, current, done and blocked.

    /** The socket's side of the pipe. */
    private SpPipeEnd end;

    /** The bytes to write; null before the first write and at the end. */
    private ByteBuffer buffer;

    /** The message of which only a part is in the buffer, and how many of its bytes have been put. */
    private SpOutgoingMessage current;

    private int done;

    /** Whether the owner is the loop, which waits until the channel has room. */
    private boolean blocked;

    FrameOutput(FramePipe pipe) {
        this.pipe = pipe;
    }

    void begin(SpPipeEnd newEnd) {
        end = newEnd;
        buffer = pipe.buffer().flip();
        run();
    }

    void sendable() {
        for (; ; ) {
            int present = state.get();
            if (present == IDLE) {
                if (state.compareAndSet(IDLE, BUSY)) {
                    run();
                    return;
                }
            } else if (present == AGAIN || state.compareAndSet(BUSY, AGAIN)) {
                return;
            }
        }
    }

    void finish() {
        finishing = true;
        sendable();
    }

    /** Gives the memory back after the channel was closed, unless an owner runs, who does it. Called on the loop. */
    void closed() {
        if (blocked || state.compareAndSet(IDLE, BUSY)) {
            release();
        }
    }

    /** Writes; only the owner calls this. */
    void run() {
        try {
            while (write()) {
                if (!pipe.loop.isHere()) {
                    pipe.loop.execute(this::run);
                    return;
                }
            }
        } catch (IOException e) {
            pipe.lost(Failures.of(e));
        }
    }

    /** {@return whether the caller is still the owner, and has to write on} */
    private boolean write() throws IOException {
        if (pipe.isClosed()) {
            release();
        }
        if (buffer == null) {
            return false;
        }
        blocked = false;
        boolean last = finishing; // read before the buffer is filled with all messages that were put before finish()
        if (!buffer.hasRemaining() && !fill()) {
            if (last) {
                pipe.channel.shutdownOutput();
                return false;
            }
            return !rests();
        }
        pipe.channel.write(buffer);
        if (buffer.hasRemaining() && pipe.loop.isHere()) {
            blocked = true;
            pipe.want(SelectionKey.OP_WRITE);
            return false;
        }
        return true;
    }

    private boolean rests() {
        if (state.compareAndSet(BUSY, IDLE)) {
            return !finishing || !state.compareAndSet(IDLE, BUSY);
        }
        state.set(BUSY);
        return false;
    }

    /** {@return whether there is something to write} */
    private boolean fill() {
        buffer.clear();
        while (buffer.remaining() >= Long.BYTES || current != null) {
            if (current == null) {
                current = end.take();
                if (current == null) {
                    break;
                }
                done = 0;
                buffer.putLong(current.wireLength());
            }
            done += current.copyWire(done, buffer);
            if (done < current.wireLength()) {
                break;
            }
            current.dispose();
            current = null;
        }
        buffer.flip();
        return buffer.hasRemaining();
    }

    private void release() {
        pipe.give(buffer);
        buffer = null;
        if (current != null) {
            current.dispose();
            current = null;
        }
    }
}

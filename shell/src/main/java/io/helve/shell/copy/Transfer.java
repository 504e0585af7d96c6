package io.helve.shell.copy;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.file.AioFile;
import io.helve.shell.copy.CopyException.Kind;
import io.helve.shell.flow.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Moves the bytes, with several {@link Lane}s at work at a time. If the source's size is known each lane takes the next
 * chunk of it, reads it and writes it where it belongs, in whatever order. A stream is read by one lane after the
 * other, while those that have read write.
 */
final class Transfer implements AutoCloseable {
    /** Instead of a position: there is nothing more to read. */
    static final long END = -2;

    /** The size of a source that is a stream. */
    static final long UNKNOWN = -1;

    /** The end that a transfer works on. */
    record Input(Source source, String name, long size, Duration timeout) {}

    /** The end that a transfer writes to; {@code inOrder} if it has no positions. */
    record Output(AioFile file, String name, boolean inOrder, Duration timeout) {}

    private final Input input;
    private final Output output;
    private final int chunk;
    private final Turn turn;
    private final List<Lane> lanes = new ArrayList<>();

    private long next; // guarded by this, as all below: where the next chunk begins
    private long end = Long.MAX_VALUE; // where the source was found to end, if that was before its size
    private boolean changed; // the source has bytes where it should have none
    private long copied;
    private int working;
    private Throwable failure;

    Transfer(AioFactory factory, Input input, Output output, int chunk, int depth) {
        this.input = input;
        this.output = output;
        this.chunk = chunk;
        turn = input.size() == UNKNOWN ? new Turn() : null;
        try {
            for (int i = 0; i < lanesFor(depth); i++) {
                lanes.add(new Lane(factory, this, chunk));
            }
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** A small file needs no more lanes than it has chunks; without positions only one keeps the order. */
    private long lanesFor(int depth) {
        if (output.inOrder()) {
            return 1;
        }
        return input.size() == UNKNOWN ? depth : Math.min(depth, Math.max(1, (input.size() + chunk - 1) / chunk));
    }

    void start() {
        synchronized (this) {
            working = lanes.size();
        }
        lanes.forEach(Lane::next);
    }

    /** Waits until all is copied or something has failed. */
    synchronized boolean await(long millis) throws InterruptedException {
        if (working > 0 && failure == null) {
            wait(millis);
        }
        // a handle whose engine has stopped refuses its next operation without a word
        if (failure == null && lanes.stream().anyMatch(Lane::isStuck)) {
            failure = new CopyException(
                    Kind.FAILED, output.name() + ": the engine was stopped while copying; start the copy again");
        }
        return working == 0 || failure != null;
    }

    /** Throws what went wrong, if anything. */
    synchronized void check() throws CopyException {
        if (failure instanceof CopyException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
        if (failure != null) {
            throw new CopyException(Kind.FAILED, input.name() + ": copying failed: " + failure.getMessage(), failure);
        }
    }

    synchronized long copied() {
        return copied;
    }

    /** Where the source was found to end, if that was before its size, otherwise -1. */
    synchronized long earlyEnd() {
        return end < input.size() ? end : -1;
    }

    /** Whether the source had bytes behind a place where it had ended: no single state of it has been copied. */
    synchronized boolean sawChange() {
        return changed;
    }

    // what the lanes call

    Turn turn() {
        return turn;
    }

    void passTurn() {
        if (turn != null) {
            turn.pass();
        }
    }

    /** The position of the next chunk, {@code CURRENT} in a stream. */
    synchronized long claim() {
        if (failure != null || next >= Math.min(end, input.size() == UNKNOWN ? Long.MAX_VALUE : input.size())) {
            return END;
        }
        if (input.size() == UNKNOWN) {
            return AioFile.CURRENT;
        }
        long position = next;
        next += chunk;
        return position;
    }

    void read(long position, Aio aio) {
        aio.setTimeout(input.timeout());
        input.source().read(position, aio);
    }

    boolean readEnded(Aio aio) {
        // in a slow stream a timeout with bytes in hand is no failure: they are written, and the next read waits anew
        boolean slow = input.size() == UNKNOWN && aio.result() == AioError.ETIMEDOUT && aio.count() > 0;
        if (aio.result() != AioError.OK && !slow) {
            fail(Diagnosis.of(Kind.SOURCE, input.name(), "reading", aio));
            return false;
        }
        return true;
    }

    /** Takes note of what was read; returns where it is to be written. */
    synchronized long arrived(long position, long count) {
        if (input.size() == UNKNOWN) {
            if (count < 0) {
                end = next;
                return END;
            }
            long start = next;
            next += count;
            return start;
        }
        long reached = position + Math.max(count, 0);
        changed |= reached > input.size() || (count > 0 && reached > end);
        if (reached < Math.min(position + chunk, input.size())) {
            end = Math.min(end, reached);
        }
        return count > 0 ? position : END;
    }

    void write(long position, Aio aio) {
        aio.setTimeout(output.timeout());
        output.file().write(output.inOrder() ? AioFile.CURRENT : position, aio);
    }

    boolean writeEnded(Aio aio) {
        if (aio.result() != AioError.OK) {
            fail(Diagnosis.of(Kind.TARGET, output.name(), "writing", aio));
            return false;
        }
        synchronized (this) {
            copied += aio.count();
        }
        return true;
    }

    synchronized void fail(Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
        notifyAll();
    }

    synchronized void retire() {
        working--;
        notifyAll();
    }

    /** Stops what is in flight and waits until it has ended: afterwards nobody touches the files. */
    @Override
    public void close() {
        lanes.forEach(Lane::close);
    }
}

package io.helve.shell.copy;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.file.AioFile;
import io.helve.shell.command.CommandException;
import io.helve.shell.command.ExitCode;
import io.helve.shell.stdio.ReadTurn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Moves the bytes, with several {@link ChunkCopier}s at work at a time. If the source's size is known each lane takes
 * the next chunk of it, reads it and writes it where it belongs, in whatever order. A stream is read by one lane after
 * the other, while those that have read write.
 */
final class ChunkedTransfer implements AutoCloseable {
    /** Instead of a position: there is nothing more to read. */
    static final long END = -2;

    /** The size of a source that is a stream. */
    static final long UNKNOWN = -1;

    /** The end that a transfer works on. */
    record Input(PositionedReader source, String name, long size, Duration timeout) {}

    /** The end that a transfer writes to; {@code inOrder} if it has no positions. */
    record Output(AioFile file, String name, boolean inOrder, Duration timeout) {}

    private final Input input;
    private final Output output;
    private final int chunk;
    private final ReadTurn turn;
    private final List<ChunkCopier> copiers = new ArrayList<>();

    private long next; // guarded by this, as all below: where the next chunk begins
    private long end = Long.MAX_VALUE; // where the source was found to end, if that was before its size
    private boolean changed; // the source has bytes where it should have none
    private long copied;
    private int working;
    private Throwable failure;

    ChunkedTransfer(AioFactory factory, Input input, Output output, int chunk, int depth) {
        this.input = input;
        this.output = output;
        this.chunk = chunk;
        turn = input.size() == UNKNOWN ? new ReadTurn() : null;
        try {
            for (int i = 0; i < copiersFor(depth); i++) {
                copiers.add(new ChunkCopier(factory, this, chunk));
            }
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** A small file needs no more copiers than it has chunks; without positions only one keeps the order. */
    private long copiersFor(int depth) {
        if (output.inOrder()) {
            return 1;
        }
        return input.size() == UNKNOWN ? depth : Math.min(depth, Math.max(1, (input.size() + chunk - 1) / chunk));
    }

    void start() {
        synchronized (this) {
            working = copiers.size();
        }
        copiers.forEach(ChunkCopier::next);
    }

    /** Waits until all is copied or something has failed. */
    synchronized boolean await(long millis) throws InterruptedException {
        if (working > 0 && failure == null) {
            wait(millis);
        }
        // a handle whose engine has stopped refuses its next operation without a word
        if (failure == null && copiers.stream().anyMatch(ChunkCopier::isStuck)) {
            failure = new CommandException(
                    ExitCode.FAILED, output.name() + ": the engine was stopped while copying; start the copy again");
        }
        return working == 0 || failure != null;
    }

    /** Throws what went wrong, if anything. */
    synchronized void check() throws CommandException {
        if (failure instanceof CommandException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
        if (failure != null) {
            throw new CommandException(
                    ExitCode.FAILED, input.name() + ": copying failed: " + failure.getMessage(), failure);
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

    // what the copiers call

    ReadTurn turn() {
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
            fail(FileDiagnosis.of(ExitCode.SOURCE, input.name(), "reading", aio));
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
            fail(FileDiagnosis.of(ExitCode.TARGET, output.name(), "writing", aio));
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
        copiers.forEach(ChunkCopier::close);
    }
}

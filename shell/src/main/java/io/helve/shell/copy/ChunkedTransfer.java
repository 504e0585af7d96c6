package io.helve.shell.copy;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.file.AioFile;
import io.helve.shell.failure.CommandException;
import io.helve.shell.failure.ExitCode;
import io.helve.shell.stdio.ReadTurn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Moves the bytes of a copy with several {@link ChunkCopier}s. If the size of the source is known, each copier claims
 * the next chunk, reads it and writes it to the same position; chunks are written in any order. A stream is read by one
 * copier at a time, in turn, while the others write.
 */
final class ChunkedTransfer implements AutoCloseable {
    /** Instead of a position: nothing is left to read. */
    static final long END = -2;

    /** The size of a source that is a stream. */
    static final long UNKNOWN = -1;

    /** The end that a transfer reads from; {@code size} is {@link #UNKNOWN} for a stream. */
    record Input(PositionedReader source, String name, long size, Duration timeout) {}

    /** The end that a transfer writes to; {@code inOrder} if it is a stream, which has no positions. */
    record Output(PositionedWriter target, String name, boolean inOrder, Duration timeout) {}

    private final Input input;
    private final Output output;
    private final int chunk;
    private final ReadTurn turn;
    private final List<ChunkCopier> copiers = new ArrayList<>();

    /** The position of the next chunk. */
    @GuardedBy("this")
    private long next;

    /** The position where a read has met the end of the source before its size. */
    @GuardedBy("this")
    private long end = Long.MAX_VALUE;

    /** Whether the source has bytes behind its size or behind {@link #end}. */
    @GuardedBy("this")
    private boolean changed;

    @GuardedBy("this")
    private long copied;

    /** The number of copiers that have not retired. */
    @GuardedBy("this")
    private int working;

    /** The first failure; copiers stop when they see it. */
    @GuardedBy("this")
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

    /**
     * Returns the number of copiers: one per chunk of a small file; a target without positions is kept in order by one.
     */
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

    /**
     * Waits until everything is copied or an operation has failed, but not longer than a time; returns whether it is
     * over.
     */
    synchronized boolean await(long millis) throws InterruptedException {
        if (working > 0 && failure == null) {
            wait(millis);
        }
        // a handle of a stopped factory refuses operations without a callback
        if (failure == null && copiers.stream().anyMatch(ChunkCopier::isStuck)) {
            failure = new CommandException(
                    ExitCode.FAILED, output.name() + ": the engine was stopped while copying; start the copy again");
        }
        return working == 0 || failure != null;
    }

    /** Throws the failure, if there is one. */
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

    /** {@return the position where the source has ended before its size, or -1} */
    synchronized long earlyEnd() {
        return end < input.size() ? end : -1;
    }

    /**
     * {@return whether the source had bytes behind a position where it had ended before: another program writes to it}
     */
    synchronized boolean sawChange() {
        return changed;
    }

    ReadTurn turn() {
        return turn;
    }

    void passTurn() {
        if (turn != null) {
            turn.pass();
        }
    }

    /** Claims the next chunk and returns its position, {@code CURRENT} for a stream, or {@link #END}. */
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
        // a timeout of a stream after some bytes is no failure: they are written, and the next read waits again
        boolean slow = input.size() == UNKNOWN && aio.result() == AioError.ETIMEDOUT && aio.count() > 0;
        if (aio.result() != AioError.OK && !slow) {
            fail(FileDiagnosis.of(ExitCode.SOURCE, input.name(), "reading", aio));
            return false;
        }
        return true;
    }

    /** Notes that a read has ended with {@code count} bytes; returns the position to write them to, or {@link #END}. */
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

    /** {@return whether blocks of zeros may be left out: the target is a new file, whose holes read as zeros} */
    boolean keepsHoles() {
        return input.size() != UNKNOWN && !output.inOrder();
    }

    /** {@return whether the source ends with what was read at a position} */
    boolean isLast(long position, long count) {
        return count < chunk || position + count >= input.size();
    }

    /** Notes that {@code count} bytes were left out of the target, because they are a hole. */
    synchronized void skipped(long count) {
        copied += count;
    }

    void write(long position, Aio aio) {
        aio.setTimeout(output.timeout());
        output.target().write(output.inOrder() ? AioFile.CURRENT : position, aio);
    }

    /**
     * Notes that {@code count} bytes of a chunk are in the target, those of holes included; or that the write failed.
     */
    boolean writeEnded(Aio aio, long count) {
        if (aio.result() != AioError.OK) {
            fail(FileDiagnosis.of(ExitCode.TARGET, output.name(), "writing", aio));
            return false;
        }
        synchronized (this) {
            copied += count;
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

    /** Stops all operations and waits until their callbacks have returned: afterwards no copier touches the files. */
    @Override
    public void close() {
        copiers.forEach(ChunkCopier::close);
    }
}

package io.helve.shell.copy;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.file.AioFile;
import io.helve.file.AioFiles;
import io.helve.shell.command.CommandException;
import io.helve.shell.command.ExitCode;
import io.helve.shell.stdio.StreamSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Copies one file: opens both ends, runs the {@link ChunkedTransfer}, checks the size, forces the copy to the device
 * and gives it the target's name. If any of that fails, or the calling thread is interrupted, the target is as it was
 * before.
 */
public final class Copy {
    /** How long reads and writes of files may take unless the user has said otherwise. */
    public static final Duration FILE_TIMEOUT = Duration.ofSeconds(30);

    private static final long TICK_MILLIS = 100;

    /**
     * How to copy.
     *
     * @param chunk how many bytes a handle moves at a time
     * @param depth how many handles are in flight
     * @param timeout how long an operation may take, or {@code null} for {@link #FILE_TIMEOUT} where files are
     *     concerned and no limit where another program is waited for
     */
    public record Settings(int chunk, int depth, Duration timeout) {}

    /** Is told how far the copy is, on the thread that called {@link #run}, several times a second. */
    @FunctionalInterface
    public interface Listener {
        /**
         * Some bytes have been written.
         *
         * @param copied how many in all
         * @param size how many there will be, or -1 if nobody knows
         */
        void progress(long copied, long size);
    }

    private final AioFactory factory;
    private final AioFiles files;
    private final Settings settings;
    private final Listener listener;

    /** A copy to be run. */
    public Copy(AioFactory factory, AioFiles files, Settings settings, Listener listener) {
        this.factory = factory;
        this.files = files;
        this.settings = settings;
        this.listener = listener;
    }

    /**
     * Copies, and returns when that is done. To be called once.
     *
     * @param in standard input, which is left open
     * @return how many bytes
     * @throws InterruptedException if the thread was interrupted; no copy is left
     */
    public long run(Route route, InputStream in) throws CommandException, InterruptedException {
        try {
            if (route.source() == null) {
                try (StreamSource stream = new StreamSource(in)) {
                    return toTarget(
                            route,
                            new ChunkedTransfer.Input(
                                    (position, aio) -> stream.read(aio),
                                    route.sourceName(),
                                    ChunkedTransfer.UNKNOWN,
                                    patient()));
                }
            }
            boolean regular = Files.isRegularFile(route.source());
            Duration timeout = regular ? brisk() : patient();
            try (AioFile file =
                    open(route.source(), ExitCode.SOURCE, route.sourceName(), timeout, StandardOpenOption.READ)) {
                // an empty file may be one of those (as in /proc) whose size nobody knows
                long size = regular ? size(file, route) : 0;
                return toTarget(
                        route,
                        new ChunkedTransfer.Input(
                                file::read, route.sourceName(), size == 0 ? ChunkedTransfer.UNKNOWN : size, timeout));
            }
        } catch (AioException e) {
            throw new CommandException(
                    ExitCode.FAILED,
                    route.targetName() + ": copying failed: " + e.getMessage() + "; start it again",
                    e);
        } catch (OutOfMemoryError e) {
            throw new CommandException(
                    ExitCode.FAILED, route.targetName() + ": not enough memory; use a smaller --buffer or --depth", e);
        }
    }

    private Duration brisk() {
        return settings.timeout() == null ? FILE_TIMEOUT : settings.timeout();
    }

    private Duration patient() {
        return settings.timeout() == null ? Aio.INFINITE : settings.timeout();
    }

    private long toTarget(Route route, ChunkedTransfer.Input input) throws CommandException, InterruptedException {
        if (route.special()) {
            Path target = route.target();
            try (AioFile file =
                    open(target, ExitCode.TARGET, route.targetName(), patient(), StandardOpenOption.WRITE)) {
                return transfer(route, input, new ChunkedTransfer.Output(file, route.targetName(), true, patient()));
            }
        }
        PartFile part;
        try {
            part = PartFile.create(route.target(), route.source());
        } catch (IOException e) {
            throw FileDiagnosis.of(ExitCode.TARGET, route.targetName(), "making a file beside it", e);
        }
        try {
            long copied = fill(part, route, input);
            publish(part, route, copied);
            return copied;
        } finally {
            discard(part, route);
        }
    }

    private long fill(PartFile part, Route route, ChunkedTransfer.Input input)
            throws CommandException, InterruptedException {
        String name = route.targetName();
        try (AioFile file = open(part.path(), ExitCode.TARGET, name, brisk(), StandardOpenOption.WRITE)) {
            long copied = transfer(route, input, new ChunkedTransfer.Output(file, name, false, brisk()));
            // how long a device takes for all that was written has nothing to do with the time for one write
            run(ExitCode.TARGET, name, "forcing it to the device", Aio.INFINITE, aio -> file.force(true, aio));
            run(ExitCode.TARGET, name, "closing", Aio.INFINITE, file::close);
            return copied;
        }
    }

    private void publish(PartFile part, Route route, long copied) throws CommandException {
        String name = route.targetName();
        try {
            long size = Files.size(part.path());
            if (size != copied) {
                throw new CommandException(
                        ExitCode.FAILED,
                        name + ": the copy has " + size + " bytes instead of " + copied
                                + "; see that no other program writes there, and copy again");
            }
            part.publish();
        } catch (IOException e) {
            throw FileDiagnosis.of(ExitCode.TARGET, name, "giving the copy its name", e);
        }
    }

    private static void discard(PartFile part, Route route) throws CommandException {
        try {
            part.discard();
        } catch (IOException e) {
            throw FileDiagnosis.of(ExitCode.TARGET, part.path().toString(), "removing the unfinished copy", e);
        }
    }

    private long transfer(Route route, ChunkedTransfer.Input input, ChunkedTransfer.Output output)
            throws CommandException, InterruptedException {
        try (ChunkedTransfer transfer =
                new ChunkedTransfer(factory, input, output, settings.chunk(), settings.depth())) {
            listener.progress(0, input.size());
            transfer.start();
            while (!transfer.await(TICK_MILLIS)) {
                listener.progress(transfer.copied(), input.size());
            }
            transfer.check();
            listener.progress(transfer.copied(), input.size());
            checkSource(route, input, transfer);
            return transfer.copied();
        }
    }

    /**
     * A source that has another size than at first was written meanwhile: its copy would be neither the old nor the
     * new.
     */
    private void checkSource(Route route, ChunkedTransfer.Input input, ChunkedTransfer transfer)
            throws CommandException, InterruptedException {
        if (route.source() == null || !Files.isRegularFile(route.source())) {
            return;
        }
        long before = input.size() == ChunkedTransfer.UNKNOWN ? 0 : input.size();
        long now;
        try {
            now = Files.size(route.source());
        } catch (IOException e) {
            throw FileDiagnosis.of(ExitCode.SOURCE, route.sourceName(), "looking at it again", e);
        }
        if (now != before || transfer.sawChange() || !reallyEnds(input, transfer.earlyEnd())) {
            throw new CommandException(
                    ExitCode.FAILED,
                    route.sourceName() + ": changed while it was copied (" + before + " bytes at first, now " + now
                            + "); copy it again when nobody writes to it");
        }
    }

    /** The files of /sys end before their size, always at the same place; others do not. */
    private boolean reallyEnds(ChunkedTransfer.Input input, long position)
            throws CommandException, InterruptedException {
        return position < 0
                || run(ExitCode.SOURCE, input.name(), "reading its end again", input.timeout(), aio -> {
                            aio.setIov(ByteBuffer.allocate(1));
                            input.source().read(position, aio);
                        })
                        < 0;
    }

    private AioFile open(Path path, ExitCode kind, String name, Duration timeout, OpenOption option)
            throws CommandException, InterruptedException {
        try (Aio aio = factory.alloc()) {
            aio.setTimeout(timeout);
            files.open(path, aio, option);
            try {
                aio.await();
            } catch (InterruptedException e) {
                aio.stop();
                if (aio.getOutput(0) instanceof AioFile opened) {
                    opened.close();
                }
                throw e;
            }
            check(kind, name, "opening", aio);
            if (aio.getOutput(0) instanceof AioFile file) {
                return file;
            }
            throw new CommandException(ExitCode.FAILED, name + ": the engine was stopped; start the copy again");
        }
    }

    private long size(AioFile file, Route route) throws CommandException, InterruptedException {
        return run(ExitCode.SOURCE, route.sourceName(), "asking for its size", brisk(), file::size);
    }

    private long run(ExitCode kind, String name, String act, Duration timeout, Consumer<Aio> operation)
            throws CommandException, InterruptedException {
        try (Aio aio = factory.alloc()) {
            aio.setTimeout(timeout);
            operation.accept(aio);
            aio.await();
            check(kind, name, act, aio);
            return aio.count();
        }
    }

    private static void check(ExitCode kind, String name, String act, Aio aio) throws CommandException {
        if (aio.result() != AioError.OK) {
            throw FileDiagnosis.of(kind, name, act, aio);
        }
    }
}

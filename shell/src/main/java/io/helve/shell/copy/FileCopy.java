package io.helve.shell.copy;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.file.AioFile;
import io.helve.file.AioFiles;
import io.helve.shell.failure.CommandException;
import io.helve.shell.failure.ExitCode;
import io.helve.shell.stdio.StandardStreams;
import io.helve.shell.stdio.StreamSink;
import io.helve.shell.stdio.StreamSource;
import java.io.IOException;
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
public final class FileCopy {
    /** The default limit of one read or write of a file. */
    public static final Duration FILE_TIMEOUT = Duration.ofSeconds(30);

    private static final long TICK_MILLIS = 100;

    /**
     * The options of a copy.
     *
     * @param chunk the number of bytes that a handle moves at a time
     * @param depth the number of handles
     * @param timeout the limit of one read or write; {@code null} means {@link #FILE_TIMEOUT} for files and no limit
     *     for streams, where another program decides how long a read takes
     */
    public record Settings(int chunk, int depth, Duration timeout) {
        /** The default of the chunk, as it is written on the command line. */
        static final String BUFFER = "256k";

        /** The default of the depth. */
        static final String DEPTH = "8";

        /** {@return the options of a copy without options} */
        public static Settings defaults() {
            return new Settings(256 * 1024, 8, null);
        }
    }

    /** Receives the progress several times a second, on the thread that called {@link #run}. */
    @FunctionalInterface
    public interface Listener {
        /**
         * {@code copied} bytes have been written in all.
         *
         * @param copied the number of bytes written
         * @param size the size of the source, or -1 if it is a stream
         */
        void progress(long copied, long size);
    }

    private final AioFactory factory;
    private final AioFiles files;
    private final Settings settings;
    private final Listener listener;

    /** Creates a copy, for one call of {@link #run}. */
    public FileCopy(AioFactory factory, AioFiles files, Settings settings, Listener listener) {
        this.factory = factory;
        this.files = files;
        this.settings = settings;
        this.listener = listener;
    }

    /**
     * Copies on the calling thread.
     *
     * @param standard standard input and output, which stay open
     * @return the number of bytes
     * @throws InterruptedException if the thread was interrupted; the target is as it was before
     */
    public long run(Route route, StandardStreams standard) throws CommandException, InterruptedException {
        try {
            if (route.source() == null) {
                try (StreamSource stream = new StreamSource(standard.in())) {
                    return toTarget(
                            route,
                            standard,
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
                // files of /proc have size 0 and content: they are read like a stream
                long size = regular ? size(file, route) : 0;
                return toTarget(
                        route,
                        standard,
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

    private long toTarget(Route route, StandardStreams standard, ChunkedTransfer.Input input)
            throws CommandException, InterruptedException {
        if (route.isToStandardOutput()) {
            try (StreamSink sink = new StreamSink(standard.out())) {
                return toStandardOutput(route, input, sink);
            }
        }
        if (route.special()) {
            Path target = route.target();
            try (AioFile file =
                    open(target, ExitCode.TARGET, route.targetName(), patient(), StandardOpenOption.WRITE)) {
                return transfer(
                        route, input, new ChunkedTransfer.Output(file::write, route.targetName(), true, patient()));
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

    private long toStandardOutput(Route route, ChunkedTransfer.Input input, StreamSink sink)
            throws CommandException, InterruptedException {
        try {
            return transfer(
                    route,
                    input,
                    new ChunkedTransfer.Output(
                            (position, aio) -> sink.write(aio), route.targetName(), true, patient()));
        } catch (CommandException e) {
            boolean writing = e.exitCode() == ExitCode.TARGET && e.getCause() instanceof IOException;
            throw writing ? CommandException.ofOutput((IOException) e.getCause()) : e;
        }
    }

    private long fill(PartFile part, Route route, ChunkedTransfer.Input input)
            throws CommandException, InterruptedException {
        String name = route.targetName();
        try (AioFile file = open(part.path(), ExitCode.TARGET, name, brisk(), StandardOpenOption.WRITE)) {
            long copied = transfer(route, input, new ChunkedTransfer.Output(file::write, name, false, brisk()));
            // the timeout is for one write; a device may take longer to store everything
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
     * Fails if another program has written to the source during the copy: the copy would be neither its old nor its new
     * content.
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

    /**
     * Returns whether the source still ends at a position before its size. Files of /sys do, and are copied; a file
     * that was longer for a moment is not.
     */
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

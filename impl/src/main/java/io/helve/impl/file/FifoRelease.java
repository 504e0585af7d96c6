package io.helve.impl.file;

import io.helve.internal.SafeLogger;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends the blocked opening of a FIFO by opening both ends of the FIFO for a moment; nothing else ends a blocked
 * opening. Another process that opens the FIFO at that moment finds the other end open, and then closed.
 *
 * <p>The name may lead to another file by now: then the thread that opens the old FIFO stays blocked until somebody
 * opens the other end, and is not counted as one of the threads of its set meanwhile. This task itself waits for a
 * bounded time, on a thread that is there for nothing else.
 */
final class FifoRelease extends FileWork {
    private static final Logger LOG = SafeLogger.of(FifoRelease.class);
    private static final Set<StandardOpenOption> BOTH = Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE);

    /** For how long both ends are held open at a time. */
    private static final long HOLD_MILLIS = 50;

    /** How many times both ends are opened at most, while the name leads to the FIFO that is being opened. */
    private static final int ATTEMPTS = 20;

    private final FileThreads threads;
    private final Path path;
    private final Object fileKey;
    private final CountDownLatch returned;

    /**
     * Creates the task.
     *
     * @param threads the threads of which one opens the FIFO
     * @param path the name of the FIFO
     * @param fileKey the identity of the FIFO when its opening began, or null if it is not known
     * @param returned counted down when the opening has returned
     */
    FifoRelease(FileThreads threads, Path path, Object fileKey, CountDownLatch returned) {
        this.threads = threads;
        this.path = path;
        this.fileKey = fileKey;
        this.returned = returned;
    }

    /** {@return the identity of a file, or null if it is not known} */
    static Object keyOf(Path path) {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    void run() {
        try {
            for (int i = 0; i < ATTEMPTS && returned.getCount() > 0 && leadsToIt(); i++) {
                holdOpen();
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "Cannot end the opening of " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (returned.getCount() > 0) {
            threads.writeOff();
            LOG.log(
                    Level.WARNING,
                    "The opening of " + path + " was given up, and a thread stays in it: the FIFO that is being opened"
                            + " has another name now, or none, or does not permit to open its other end");
        }
    }

    /** {@return whether the name leads to the FIFO that is being opened, as far as that is known} */
    private boolean leadsToIt() {
        return FileKind.of(path) == FileKind.FIFO && (fileKey == null || fileKey.equals(keyOf(path)));
    }

    private void holdOpen() throws IOException, InterruptedException {
        FileChannel both = FileChannel.open(path, BOTH);
        try {
            returned.await(HOLD_MILLIS, TimeUnit.MILLISECONDS);
        } finally {
            both.close();
        }
    }
}

package io.helve.shell.stdio;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Standard output of the process. This stream remembers its first failure, for writers such as
 * {@link java.io.PrintWriter} that hide the reason of a failure. After a failure the stream writes nothing more. If the
 * reader of standard output has gone, the failure is a {@link BrokenPipeException}.
 */
public final class StandardOutput extends FilterOutputStream {
    private static final Path DESCRIPTOR = Path.of("/proc/self/fd/1");

    private volatile IOException failure;

    StandardOutput(OutputStream out) {
        super(out);
    }

    /** {@return standard output as a channel, because an interrupt ends a thread that blocks in one} */
    @SuppressWarnings("resource") // standard output stays open until the process ends
    public static StandardOutput ofProcess() {
        return new StandardOutput(Channels.newOutputStream(new FileOutputStream(FileDescriptor.out).getChannel()));
    }

    /** {@return the first failure, or null} */
    public IOException failure() {
        return failure;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        check();
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void flush() throws IOException {
        check();
        try {
            out.flush();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Flushes; standard output stays open. */
    @Override
    public void close() throws IOException {
        flush();
    }

    private void check() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }

    private IOException failed(IOException e) {
        failure = BrokenPipeException.isOne(e) || isUnreadPipe(e) ? new BrokenPipeException(e) : e;
        return failure;
    }

    /**
     * {@return whether a write failed because standard output has no reader} The JDK has no type for this error, and
     * its text is in the language of the system. But a write to a pipe or a socket can hardly fail for another reason.
     */
    private static boolean isUnreadPipe(IOException e) {
        if (e instanceof ClosedChannelException) {
            return false; // by an interrupt
        }
        try {
            String target = Files.readSymbolicLink(DESCRIPTOR).toString();
            return target.startsWith("pipe:") || target.startsWith("socket:");
        } catch (IOException | UnsupportedOperationException unknown) {
            return false;
        }
    }
}

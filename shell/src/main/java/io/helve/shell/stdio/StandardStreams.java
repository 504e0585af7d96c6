package io.helve.shell.stdio;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;

/**
 * Standard input and output of a command.
 *
 * @param in standard input
 * @param out standard output
 * @param terminal whether standard input is a terminal, where somebody may go on typing without end
 */
public record StandardStreams(InputStream in, OutputStream out, boolean terminal) {
    /** Those of the process: as channels, because an interrupt ends a thread that blocks in one of them. */
    @SuppressWarnings("resource") // nobody but the process closes them
    public static StandardStreams ofProcess(boolean terminal) {
        return new StandardStreams(
                Channels.newInputStream(new FileInputStream(FileDescriptor.in).getChannel()),
                Channels.newOutputStream(new FileOutputStream(FileDescriptor.out).getChannel()),
                terminal);
    }

    /** Those of a command in a shell, which leads each thread, and the threads that it starts, to its session. */
    public static StandardStreams ofSession() {
        return new StandardStreams(System.in, System.out, true);
    }
}

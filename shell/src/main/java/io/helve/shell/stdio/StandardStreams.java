package io.helve.shell.stdio;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;

/**
 * Standard input and output of a command.
 *
 * @param in standard input
 * @param out standard output
 * @param terminal whether standard input is a terminal, whose user need not end it
 */
public record StandardStreams(InputStream in, OutputStream out, boolean terminal) {
    /**
     * {@return the streams of the process} Input is a channel, because an interrupt ends a thread that blocks in one.
     */
    @SuppressWarnings("resource") // standard input stays open until the process ends
    public static StandardStreams ofProcess(StandardOutput out, boolean terminal) {
        return new StandardStreams(
                Channels.newInputStream(new FileInputStream(FileDescriptor.in).getChannel()), out, terminal);
    }

    /**
     * {@return the streams of a command in Gogo, which leads each thread, and the threads it starts, to its session}
     */
    public static StandardStreams ofSession() {
        return new StandardStreams(System.in, System.out, true);
    }
}

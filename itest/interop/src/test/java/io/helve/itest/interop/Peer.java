package io.helve.itest.interop;

import io.helve.testkit.Program;
import java.util.List;

/** A program of others that runs beside the test and prints messages as msgpack. Closing this kills it. */
final class Peer implements AutoCloseable {
    private final Program program;

    private Peer(Program program) {
        this.program = program;
    }

    static Peer start(List<String> command) {
        return new Peer(Program.start(command));
    }

    /** {@return the messages that have been printed to their end} */
    List<byte[]> messages() {
        try {
            return Msgpack.decode(program.output());
        } catch (IllegalArgumentException e) {
            throw new AssertionError("unexpected output of " + this, e);
        }
    }

    /** Fails if the program has ended without a message. */
    void requireAlive() {
        if (program.hasEnded() && messages().isEmpty()) {
            throw new AssertionError("it has ended: " + this);
        }
    }

    @Override
    public void close() {
        program.close();
    }

    @Override
    public String toString() {
        return program.toString();
    }
}

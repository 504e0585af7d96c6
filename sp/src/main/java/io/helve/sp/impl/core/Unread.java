package io.helve.sp.impl.core;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Pipes of which enough was read at a time, and not all. Whoever has read reads on, but so often only that nobody is
 * kept by peers that do not cease; the rest is left to the socket's alarm, as nobody will say that there is something
 * to read.
 */
final class Unread {
    /** How many times more is read for one call: by each up to {@value Protocol#BATCH} messages. */
    private static final int ROUNDS = 16;

    private final Socket socket;
    private final Protocol protocol;

    /** Left to the alarm. Guarded by the socket's lock. */
    private final Set<Pipe> left = new LinkedHashSet<>();

    Unread(Socket socket, Protocol protocol) {
        this.socket = socket;
        this.protocol = protocol;
    }

    /** Reads on from those that the effects name, and does what follows; without the lock. */
    void readOn(Effects effects) {
        readOn(effects, ROUNDS);
    }

    private void readOn(Effects effects, int most) {
        int rounds = 0;
        for (Pipe pipe = effects.takeAgain(); pipe != null; pipe = effects.takeAgain()) {
            socket.lockQuietly();
            try {
                if (rounds < most) {
                    read(pipe, effects);
                } else {
                    leave(pipe, effects);
                }
            } finally {
                socket.unlock();
            }
            rounds++;
            effects.run(socket);
        }
    }

    private void read(Pipe pipe, Effects effects) {
        if (pipe.isAdded() || pipe.isListedReadable()) { // what a pipe that has gone has left is received too
            protocol.readable(pipe, effects);
        }
    }

    private void leave(Pipe pipe, Effects effects) {
        if (!socket.isClosed() && left.add(pipe)) {
            socket.schedule(System.nanoTime(), effects);
        }
    }

    /** {@return those that are left, in turn, for {@link #readAll}; under the lock} */
    List<Pipe> take() {
        List<Pipe> taken = List.copyOf(left);
        left.clear();
        return taken;
    }

    /** Reads from them in turn, each time giving the lock back. */
    void readAll(List<Pipe> pipes) {
        for (Pipe pipe : pipes) {
            Effects effects = socket.lock();
            try {
                read(pipe, effects);
            } finally {
                socket.unlock();
            }
            effects.run(socket);
            readOn(effects, ROUNDS / pipes.size());
            socket.give(effects);
        }
    }
}

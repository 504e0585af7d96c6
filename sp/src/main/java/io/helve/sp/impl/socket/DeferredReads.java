package io.helve.sp.impl.socket;

import io.helve.sp.impl.pipe.DeferredActions;
import io.helve.sp.impl.pipe.Pipe;
import io.helve.sp.impl.spi.Protocol;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Pipes of which enough was read at a time, and not all. Whoever has read reads on, but so often only that nobody is
 * kept by peers that do not cease; the rest is left to the socket's alarm, as nobody will say that there is something
 * to read.
 */
final class DeferredReads {
    /** How many times more is read for one call: by each up to {@value Protocol#BATCH} messages. */
    private static final int ROUNDS = 16;

    private final Socket socket;
    private final Protocol protocol;

    /** Left to the alarm. Guarded by the socket's lock. */
    private final Set<Pipe> left = new LinkedHashSet<>();

    DeferredReads(Socket socket, Protocol protocol) {
        this.socket = socket;
        this.protocol = protocol;
    }

    /** Reads on from those that the actions name, and does what follows; without the lock. */
    void readOn(DeferredActions actions) {
        readOn(actions, ROUNDS);
    }

    private void readOn(DeferredActions actions, int most) {
        int rounds = 0;
        for (Pipe pipe = actions.takeUnfinished(); pipe != null; pipe = actions.takeUnfinished()) {
            socket.lock();
            try {
                if (rounds < most) {
                    read(pipe, actions);
                } else {
                    leave(pipe, actions);
                }
            } finally {
                socket.unlock();
            }
            rounds++;
            actions.run();
        }
    }

    private void read(Pipe pipe, DeferredActions actions) {
        if (pipe.isReadable()) { // what a pipe that has gone has left is received too
            protocol.readable(pipe, actions);
        }
    }

    private void leave(Pipe pipe, DeferredActions actions) {
        if (!socket.isClosed() && left.add(pipe)) {
            socket.schedule(System.nanoTime(), actions);
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
            DeferredActions actions = socket.enter();
            try {
                read(pipe, actions);
            } finally {
                socket.unlock();
            }
            actions.run();
            readOn(actions, ROUNDS / pipes.size());
            socket.give(actions);
        }
    }
}

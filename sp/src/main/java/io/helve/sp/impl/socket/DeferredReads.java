package io.helve.sp.impl.socket;

import io.helve.sp.impl.pipe.DeferredActions;
import io.helve.sp.impl.pipe.Pipe;
import io.helve.sp.impl.spi.Protocol;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Pipes from which a batch was read, and which have more. The thread that has read the batch reads on, up to
 * {@value #ROUNDS} batches, so that peers that never stop sending cannot keep a thread. Pipes that have more even then
 * are left to the socket's alarm, since no transport will signal messages that are there already.
 */
final class DeferredReads {
    /** How many batches of {@value Protocol#BATCH} messages a thread reads on. */
    private static final int ROUNDS = 16;

    private final Socket socket;
    private final Protocol protocol;

    /** The pipes that are left to the alarm. Guarded by the socket's lock. */
    private final Set<Pipe> left = new LinkedHashSet<>();

    DeferredReads(Socket socket, Protocol protocol) {
        this.socket = socket;
        this.protocol = protocol;
    }

    /** Reads on from the pipes that the actions name, and carries out what follows from that; without the lock. */
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
        if (pipe.isReadable()) { // including messages that a pipe has left behind
            protocol.readable(pipe, actions);
        }
    }

    private void leave(Pipe pipe, DeferredActions actions) {
        if (!socket.isClosed() && left.add(pipe)) {
            socket.schedule(System.nanoTime(), actions);
        }
    }

    /** {@return the pipes that are left to the alarm, for {@link #readAll}; under the lock} */
    List<Pipe> take() {
        List<Pipe> taken = List.copyOf(left);
        left.clear();
        return taken;
    }

    /** Reads a batch from each pipe, and releases the lock in between. */
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

package io.helve.sp.impl.socket;

import io.helve.sp.impl.contract.Protocol;
import io.helve.sp.impl.pipe.DeferredActions;
import io.helve.sp.impl.pipe.Pipe;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Pipes with messages left after a batch was read. The thread that has read the batch reads {@value #ROUNDS} further
 * batches at most, so that a peer that never stops sending cannot occupy a thread. Pipes with messages left even then
 * are read when the socket's alarm rings, because no transport signals messages that have arrived already.
 */
final class DeferredReads {
    /** The number of further batches, of {@value Protocol#BATCH} messages each, that a thread reads. */
    private static final int ROUNDS = 16;

    private final Socket socket;
    private final Protocol protocol;

    /** The pipes that are left to the alarm. Guarded by the socket's lock. */
    private final Set<Pipe> left = new LinkedHashSet<>();

    DeferredReads(Socket socket, Protocol protocol) {
        this.socket = socket;
        this.protocol = protocol;
    }

    /**
     * Continues reading from the pipes that the actions name, and carries out the resulting actions; without the lock.
     */
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
        if (pipe.isReadable()) { // a detached pipe may have left messages
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

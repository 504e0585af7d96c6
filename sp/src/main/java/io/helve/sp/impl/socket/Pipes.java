package io.helve.sp.impl.socket;

import io.helve.aio.AioError;
import io.helve.sp.SpOptions;
import io.helve.sp.impl.endpoint.Endpoint;
import io.helve.sp.impl.pipe.DeferredActions;
import io.helve.sp.impl.pipe.Pipe;
import io.helve.sp.impl.pipe.PipeTraffic;
import io.helve.sp.impl.spi.IntMap;
import io.helve.sp.impl.spi.Protocol;
import io.helve.sp.provider.SpTransportPipe;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The pipes of a socket: how they become part of it, for how long they count, and how they go. */
public final class Pipes {
    private final Socket socket;
    private final Protocol protocol;

    /** Guarded by the socket's lock, as all below. */
    private final IntMap<Pipe> added = new IntMap<>();

    /** How many of them are not to sockets in this process; others may look. */
    private volatile int remote;

    /** Pipes that wait to become part of it. */
    private final Set<Pipe> candidates = new LinkedHashSet<>();

    /**
     * Pipes that count for {@link SpOptions#PIPES_MAX}: also candidates, and those that are gone and have left
     * something to receive.
     */
    private int places;

    /** What pipes that are gone have moved. */
    private final PipeTraffic past = new PipeTraffic();

    private long rejected;

    Pipes(Socket socket, Protocol protocol) {
        this.socket = socket;
        this.protocol = protocol;
    }

    // ---- how they come

    /** A connection has been made. It counts at once, also while it waits for the callback that may reject it. */
    public void admit(SpTransportPipe connection, Endpoint endpoint) {
        Pipe pipe = new Pipe(socket.tenant().runtime().nextPipeId(), socket, endpoint, connection);
        boolean placed;
        socket.lockQuietly();
        try {
            placed = !socket.isClosed() && !endpoint.isClosed() && acquireSlot(pipe);
            if (placed) {
                candidates.add(pipe);
            }
        } finally {
            socket.unlock();
        }
        if (placed) {
            socket.events().before(pipe, () -> add(pipe));
        } else {
            reject(pipe);
        }
    }

    private void add(Pipe pipe) {
        boolean isIn = false;
        DeferredActions actions = socket.lock();
        try {
            if (candidates.remove(pipe) && !socket.isClosed() && !pipe.isClosed()) {
                added.put(pipe.id(), pipe);
                pipe.setAdded(true);
                isIn = protocol.attach(pipe, actions);
                if (!isIn) {
                    added.remove(pipe.id());
                    pipe.setAdded(false);
                } else if (!pipe.isLinked()) {
                    remote++;
                }
            }
            if (!isIn) {
                releaseSlot(pipe);
            }
        } finally {
            socket.unlock();
        }
        if (!isIn) {
            socket.run(actions);
            reject(pipe);
            return;
        }
        socket.events().added(pipe);
        pipe.attachTransport();
        socket.run(actions);
        socket.readable(pipe); // finds what has come already, or says that it waits
        pipe.endpoint().admitted(pipe);
    }

    private void reject(Pipe pipe) {
        socket.lockQuietly();
        try {
            rejected++;
        } finally {
            socket.unlock();
        }
        pipe.endpoint().countRejected();
        pipe.end(AioError.ECONNABORTED, false);
        pipe.endpoint().admitted(pipe);
    }

    // ---- places

    /** {@return whether there was room for one more pipe, which is counted now; under the lock} */
    private boolean acquireSlot(Pipe pipe) {
        boolean taken = places < socket.options().get(SpOptions.PIPES_MAX)
                && pipe.endpoint().mayHaveMore()
                && socket.tenant().acquireSlot();
        if (taken) {
            pipe.acquireSlot(true);
            places++;
            pipe.endpoint().countOpen(1);
        }
        return taken;
    }

    /** A pipe does not count any more, if it has; under the lock. */
    public void releaseSlot(Pipe pipe) {
        if (pipe.acquireSlot(false)) {
            places--;
            pipe.endpoint().countOpen(-1);
            socket.tenant().releaseSlot();
        }
    }

    /** {@return how many pipes count, also such that are gone} */
    public int places() {
        socket.lockQuietly();
        try {
            return places;
        } finally {
            socket.unlock();
        }
    }

    // ---- how they go

    public void remove(Pipe pipe, boolean keepsArrived) {
        boolean removed;
        DeferredActions actions = socket.lock();
        try {
            removed = pipe.isAdded();
            if (removed) {
                if (keepsArrived) {
                    readAll(pipe, actions);
                } else {
                    pipe.stopReading();
                }
                added.remove(pipe.id());
                pipe.setAdded(false);
                if (!pipe.isLinked()) {
                    remote--;
                }
                protocol.detach(pipe, keepsArrived, actions);
                if (!pipe.isListedReadable()) { // otherwise when what it has left has been received
                    releaseSlot(pipe);
                }
                pipe.foldInto(past);
            } else if (candidates.remove(pipe)) {
                releaseSlot(pipe);
            }
        } finally {
            socket.unlock();
        }
        socket.run(actions);
        if (removed) {
            socket.events().removed(pipe);
        }
    }

    /** Reads what is there: once the pipe is gone, nobody will. Under the lock. */
    private void readAll(Pipe pipe, DeferredActions actions) {
        Pipe next;
        do {
            protocol.readable(pipe, actions);
            next = actions.takeAgain();
        } while (next == pipe);
        if (next != null) {
            actions.again(next);
        }
    }

    /** {@return whether all are to sockets in this process, as far as one can tell without the lock} */
    boolean areLocal() {
        return remote == 0;
    }

    // ---- under the lock

    public Pipe get(int pipeId) {
        return added.get(pipeId);
    }

    /** {@return those that are part of the socket} */
    public List<Pipe> added() {
        return added.values();
    }

    /** {@return those that a dialer or listener has made} */
    List<Pipe> of(Endpoint endpoint) {
        List<Pipe> found = new ArrayList<>(added.values());
        found.addAll(candidates);
        found.removeIf(pipe -> pipe.endpoint() != endpoint);
        return found;
    }

    public PipeTraffic past() {
        return past;
    }

    public long rejected() {
        return rejected;
    }
}

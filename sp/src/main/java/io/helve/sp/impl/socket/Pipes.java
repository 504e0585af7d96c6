package io.helve.sp.impl.socket;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.AioError;
import io.helve.sp.SpOptions;
import io.helve.sp.impl.contract.IntMap;
import io.helve.sp.impl.contract.Protocol;
import io.helve.sp.impl.pipe.ArrivedMessages;
import io.helve.sp.impl.pipe.DeferredActions;
import io.helve.sp.impl.pipe.Pipe;
import io.helve.sp.impl.pipe.PipeSource;
import io.helve.sp.impl.pipe.PipeTraffic;
import io.helve.sp.provider.SpTransportPipe;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The pipes of a socket: admission, the slots that options and quotas limit, and removal. */
public final class Pipes {
    /**
     * While pipes that have ended have left so many bytes that nobody has received, a socket takes no further pipes:
     * otherwise a peer that connects, sends and leaves, again and again, would fill the memory.
     */
    static final long LEFT_BEHIND_MAX = 32 << 20;

    private final Socket socket;
    private final Protocol protocol;

    /** The pipes that are part of the socket. */
    @GuardedBy("socket.lock")
    private final IntMap<Pipe> attached = new IntMap<>();

    /**
     * How many attached pipes are not linked to a socket in this process. Written under the socket's lock, read by any
     * thread.
     */
    private volatile int remote;

    /** How many bytes pipes that have ended have left to be received. */
    @GuardedBy("socket.lock")
    private long leftBehind;

    /** Pipes whose {@code BEFORE_ADD} callback has not returned yet. */
    @GuardedBy("socket.lock")
    private final Set<Pipe> candidates = new LinkedHashSet<>();

    /** The number of pipes that hold a slot, which {@link SpOptions#PIPES_MAX} limits. */
    @GuardedBy("socket.lock")
    private int slots;

    /** The counters of all pipes that are gone. */
    @GuardedBy("socket.lock")
    private final PipeTraffic past = new PipeTraffic();

    /** How many pipes were rejected. */
    @GuardedBy("socket.lock")
    private long rejected;

    Pipes(Socket socket, Protocol protocol) {
        this.socket = socket;
        this.protocol = protocol;
    }

    /** Makes a pipe of a new connection. The pipe holds a slot at once, even before the callback has admitted it. */
    void admit(SpTransportPipe connection, PipeSource source) {
        Pipe pipe = new Pipe(socket.tenant().runtime().nextPipeId(), socket, source, connection);
        boolean gotSlot;
        socket.lock.lock();
        try {
            gotSlot = !socket.isClosed() && !source.isClosed() && acquireSlot(pipe);
            if (gotSlot) {
                candidates.add(pipe);
            }
        } finally {
            socket.lock.unlock();
        }
        if (gotSlot) {
            socket.events().before(pipe, () -> add(pipe));
        } else {
            source.noSlot();
            reject(pipe);
        }
    }

    /**
     * Adds a pipe that the callback has admitted. The transport is attached before the actions are carried out, because
     * the actions may call the transport.
     */
    private void add(Pipe pipe) {
        boolean attached = false;
        DeferredActions actions = socket.enter();
        try {
            attached = attach(pipe, actions);
        } finally {
            socket.lock.unlock();
            if (attached) {
                socket.events().added(pipe);
                pipe.attachTransport();
            }
            socket.carryOut(actions);
        }
        if (attached) {
            socket.readable(pipe); // reads, or notes that the protocol waits for messages
            pipe.source().decided(pipe);
        } else {
            reject(pipe);
        }
    }

    /** {@return whether the pipe is part of the socket now; if not, the pipe has released its slot; under the lock} */
    @GuardedBy("socket.lock")
    private boolean attach(Pipe pipe, DeferredActions actions) {
        boolean isWanted = candidates.remove(pipe) && !socket.isClosed() && !pipe.isClosed();
        if (isWanted) {
            attached.put(pipe.id(), pipe);
            pipe.admit();
            isWanted = protocol.attach(pipe, actions);
            if (!isWanted) {
                attached.remove(pipe.id());
            } else if (!pipe.isLinked()) {
                remote++;
            }
        }
        if (!isWanted) {
            pipe.releaseSlot();
        }
        return isWanted;
    }

    /** Counts a peer that was refused, perhaps before its pipe existed. */
    void countRejected() {
        socket.lock.lock();
        try {
            rejected++;
        } finally {
            socket.lock.unlock();
        }
    }

    private void reject(Pipe pipe) {
        countRejected();
        pipe.source().countRejected();
        pipe.end(AioError.ECONNABORTED, ArrivedMessages.DISCARD);
        pipe.source().decided(pipe);
    }

    /** {@return whether the pipe has got a slot; under the lock} */
    @GuardedBy("socket.lock")
    private boolean acquireSlot(Pipe pipe) {
        boolean taken = slots < socket.options().get(SpOptions.PIPES_MAX)
                && mayLeaveMore()
                && pipe.source().mayHaveMore()
                && socket.tenant().acquireSlot();
        if (taken) {
            pipe.acquireSlot();
            slots++;
            pipe.source().countOpen(1);
        }
        return taken;
    }

    /**
     * {@return whether pipes may leave more bytes to be received. A socket whose pipes have left nothing takes pipes
     * also when other sockets of its tenant have used up the tenant's share}
     */
    @GuardedBy("socket.lock")
    private boolean mayLeaveMore() {
        return leftBehind < LEFT_BEHIND_MAX
                && (leftBehind == 0 || !socket.tenant().leftBehind().isTight());
    }

    /** Counts bytes that pipes have left to be received; under the lock. */
    @SuppressWarnings("GuardedBy") // the caller holds the lock, which it calls by another name
    void countLeftBehind(long more) {
        assert socket.isLocked();
        leftBehind += more;
        socket.tenant().leftBehind().count(more);
    }

    /** Counts a slot that a pipe has released; under the lock. */
    @SuppressWarnings("GuardedBy") // the caller holds the lock, which it calls by another name
    void slotReleased(PipeSource source) {
        assert socket.isLocked();
        slots--;
        source.countOpen(-1);
        socket.tenant().releaseSlot();
    }

    /** {@return how many pipes hold a slot, including detached pipes that have left messages to receive} */
    int slots() {
        socket.lock.lock();
        try {
            return slots;
        } finally {
            socket.lock.unlock();
        }
    }

    void remove(Pipe pipe, ArrivedMessages arrived) {
        boolean removed;
        DeferredActions actions = socket.enter();
        try {
            removed = pipe.isAttached();
            if (removed) {
                detach(pipe, arrived, actions);
            } else if (candidates.remove(pipe)) {
                pipe.releaseSlot();
            }
        } finally {
            socket.lock.unlock();
            socket.carryOut(actions);
        }
        if (removed) {
            socket.events().removed(pipe);
        }
    }

    @GuardedBy("socket.lock")
    private void detach(Pipe pipe, ArrivedMessages arrived, DeferredActions actions) {
        if (arrived == ArrivedMessages.KEEP) {
            readAll(pipe, actions);
        } else {
            pipe.stopReading();
        }
        attached.remove(pipe.id());
        if (!pipe.isLinked()) {
            remote--;
        }
        pipe.drain();
        protocol.detach(pipe, arrived, actions);
        pipe.drained();
        pipe.foldInto(past);
    }

    /**
     * Makes the protocol read all messages that have arrived, because no later event makes the protocol read this pipe.
     * Under the lock.
     */
    @GuardedBy("socket.lock")
    private void readAll(Pipe pipe, DeferredActions actions) {
        Pipe next;
        do {
            protocol.readable(pipe, actions);
            next = actions.takeUnfinished();
        } while (next == pipe);
        if (next != null) {
            actions.readAgain(next);
        }
    }

    /**
     * {@return whether all pipes are linked to sockets in this process; read without the lock, so the result may be
     * outdated}
     */
    boolean areLocal() {
        return remote == 0;
    }

    /** {@return the pipe with an id, or null; under the lock} */
    @SuppressWarnings("GuardedBy") // the caller holds the lock, which it calls by another name
    Pipe get(int pipeId) {
        assert socket.isLocked();
        return attached.get(pipeId);
    }

    /** {@return the pipes that are part of the socket; under the lock} */
    @SuppressWarnings("GuardedBy") // the caller holds the lock, which it calls by another name
    List<Pipe> attached() {
        assert socket.isLocked();
        return attached.values();
    }

    /** {@return the pipes that a dialer or listener has made; under the lock} */
    @SuppressWarnings("GuardedBy") // the caller holds the lock, which it calls by another name
    List<Pipe> of(PipeSource source) {
        assert socket.isLocked();
        List<Pipe> found = new ArrayList<>(attached.values());
        found.addAll(candidates);
        found.removeIf(pipe -> pipe.source() != source);
        return found;
    }

    /** {@return the counters of all pipes that are gone; under the lock} */
    @SuppressWarnings("GuardedBy") // the caller holds the lock, which it calls by another name
    PipeTraffic past() {
        assert socket.isLocked();
        return past;
    }

    /** {@return how many pipes were rejected; under the lock} */
    @SuppressWarnings("GuardedBy") // the caller holds the lock, which it calls by another name
    long rejected() {
        assert socket.isLocked();
        return rejected;
    }
}

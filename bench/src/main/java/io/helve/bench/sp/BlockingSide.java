package io.helve.bench.sp;

import java.util.ArrayList;
import java.util.List;

/**
 * Sockets with blocking calls; each socket has a thread of its own.
 *
 * @param <S> sockets
 * @param <M> messages
 */
abstract class BlockingSide<S, M> implements Side {
    /** How long a blocking call waits before its thread checks whether it must stop. */
    static final int LOOK_MILLIS = 20;

    private final Role role;
    private final Work work;
    private final List<Thread> threads = new ArrayList<>();
    private String url;
    private volatile boolean closing;

    BlockingSide(Role role, Work work) {
        this.role = role;
        this.work = work;
        url = role.url();
    }

    // ---- what sockets do

    /** {@return a new socket whose calls wait for {@link #LOOK_MILLIS} at most, except for a reply} */
    abstract S socket();

    abstract void release(S socket);

    /** {@return the URL at which the socket listens} */
    abstract String listen(S socket) throws Exception;

    abstract void dial(S socket) throws Exception;

    /** {@return whether the message was sent; if not, it still belongs to the caller} */
    abstract boolean trySend(S socket, M message) throws Exception;

    /** {@return a message, or null if no message came in time} */
    abstract M tryReceive(S socket) throws Exception;

    /** {@return a message of this side's size} */
    abstract M make();

    /** Disposes of a received message. */
    abstract void drop(M message);

    // ---- what threads do

    final Role role() {
        return role;
    }

    void open() throws Exception {
        for (int i = 0; i < role.sockets(); i++) {
            S socket = connect();
            Tally tally = work.tally(i);
            Thread thread = new Thread(() -> run(socket, tally), "bench-" + role.protocol());
            thread.setDaemon(true);
            threads.add(thread);
        }
        if (role.function() == Role.Function.ECHO || role.function() == Role.Function.SINK) {
            start();
        }
    }

    private S connect() throws Exception {
        S socket = socket();
        try {
            if (role.listens()) {
                url = listen(socket);
            } else {
                dial(socket);
            }
            return socket;
        } catch (Exception e) {
            release(socket);
            throw e;
        }
    }

    private void run(S socket, Tally tally) {
        try {
            switch (role.function()) {
                case ECHO -> echo(socket, tally);
                case ASK -> ask(socket, tally);
                case SINK -> sink(socket, tally);
                case SOURCE -> source(socket, tally);
            }
        } catch (Exception e) {
            work.failed(e);
        } finally {
            release(socket);
        }
    }

    private void echo(S socket, Tally tally) throws Exception {
        for (M message = receive(socket); message != null; message = receive(socket)) {
            if (!send(socket, message)) {
                return;
            }
            tally.add();
        }
    }

    private void ask(S socket, Tally tally) throws Exception {
        Trips trips = work.trips();
        M message = make();
        long beganAt = System.nanoTime();
        while (!work.isEnding() && send(socket, message)) {
            message = receive(socket);
            if (message == null) {
                return;
            }
            long now = System.nanoTime();
            trips.add(now - beganAt);
            tally.add();
            beganAt = now;
        }
        work.ended();
        lingers();
    }

    private void sink(S socket, Tally tally) throws Exception {
        for (M message = receive(socket); message != null; message = receive(socket)) {
            drop(message);
            tally.add();
        }
    }

    private void source(S socket, Tally tally) throws Exception {
        while (!work.isEnding() && send(socket, make())) {
            tally.add();
        }
        work.ended();
        lingers();
    }

    /** {@return whether the message was sent; if not, this side is being closed} */
    private boolean send(S socket, M message) throws Exception {
        while (!trySend(socket, message)) {
            if (closing) {
                return false;
            }
        }
        return true;
    }

    /** {@return the message, or null if this side is being closed} */
    private M receive(S socket) throws Exception {
        M message = tryReceive(socket);
        while (message == null && !closing) {
            message = tryReceive(socket);
        }
        return message;
    }

    /**
     * Waits until this side is being closed; the socket stays open meanwhile, so messages that were sent still arrive.
     */
    private synchronized void lingers() {
        while (!closing) {
            try {
                wait();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    @Override
    public String url() {
        return url;
    }

    @Override
    public void start() {
        threads.forEach(Thread::start);
    }

    @Override
    public Work work() {
        return work;
    }

    @Override
    public void close() {
        synchronized (this) {
            closing = true;
            notifyAll();
        }
        for (Thread thread : threads) {
            try {
                thread.join(10_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

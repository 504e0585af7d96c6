package io.helve.shell.stream;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.shell.command.CommandException;
import io.helve.shell.command.ConnectionDiagnosis;
import io.helve.shell.command.ExitCode;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What is said between standard input and output and one peer, from its beginning to its end. The end of standard input
 * ends our side; the conversation is over when the peer has ended its side, too.
 */
final class NetcatSession implements AutoCloseable {
    private static final int DEPTH = 4;
    private static final int TICK_MILLIS = 100;
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    /** How long answers are waited for where our end would be the peer's, too, unless the user has said otherwise. */
    private static final Duration LINGER = Duration.ofSeconds(1);

    /**
     * How it is held.
     *
     * @param block how many bytes are sent at a time
     * @param silent whether we only listen: nothing is sent, and our side ends with the peer's
     * @param terminal whether somebody sits at standard input, and it need not end
     * @param quitAfter how long to wait for the second side when one has ended and nothing moves, or {@code null} for
     *     ever; where one side cannot end without the other, that is a second
     * @param idleTimeout how long nothing may move, or {@code null}
     */
    record Manner(int block, boolean silent, boolean terminal, Duration quitAfter, Duration idleTimeout) {}

    private enum Side {
        /** It has not begun. */
        WAITING,
        MOVING,
        /** All is sent; because our end would be the peer's, too, it is put off until nothing moves any more. */
        LINGERING,
        /** All is sent, and the peer is being told so. */
        ENDING,
        ENDED
    }

    private final String name;
    private final Peer peer;
    private final Manner manner;
    private final ByteTotals traffic;
    private final Pump up;
    private final Pump down;
    private final Aio farewell;

    private Side ours = Side.WAITING; // guarded by this, as all below
    private Side theirs = Side.MOVING;
    private Throwable failure;
    private long lastMoved = System.nanoTime();

    /** A conversation to be run; {@code name} is that of the peer in messages. */
    NetcatSession(
            AioFactory factory, StandardEnds standard, String name, Peer peer, Manner manner, ByteTotals traffic) {
        this.name = name;
        this.peer = peer;
        this.manner = manner;
        this.traffic = traffic;
        int buffer = peer.isMessageOriented() ? 0 : manner.block();
        up = new Pump(factory, standard, peer, new Upward(), DEPTH, manner.block());
        try {
            down = new Pump(factory, peer, standard, new Downward(), DEPTH, buffer);
            farewell = factory.alloc(this::farewellSaid);
        } catch (RuntimeException | Error e) {
            up.close();
            throw e;
        }
    }

    /**
     * Holds it, and returns when it is over.
     *
     * @throws InterruptedException if the thread was interrupted
     */
    void run() throws CommandException, InterruptedException {
        if (peer.isKnown()) {
            begin();
        }
        down.start();
        while (!await()) {
            traffic.show();
        }
        traffic.show();
        check();
        leave();
    }

    private void begin() {
        synchronized (this) {
            if (ours != Side.WAITING || manner.silent()) {
                return;
            }
            ours = Side.MOVING;
        }
        up.start();
    }

    /** Waits for the end, but not longer than until there is something to do. */
    private synchronized boolean await() throws InterruptedException {
        if (isOver()) {
            return true;
        }
        long left = TICK_MILLIS;
        long idle = System.nanoTime() - lastMoved;
        if (manner.idleTimeout() != null) {
            left = Math.min(left, left(manner.idleTimeout(), idle));
            if (left <= 0) {
                fail(new CommandException(
                        ExitCode.IDLE,
                        name + ": nothing has moved for " + manner.idleTimeout().toMillis() + " ms"));
                return true;
            }
        }
        Duration patience = ours == Side.LINGERING && manner.quitAfter() == null ? LINGER : manner.quitAfter();
        if (patience != null && (ours == Side.LINGERING || ours == Side.ENDED || theirs == Side.ENDED)) {
            left = Math.min(left, left(patience, idle));
            if (left <= 0) {
                return true;
            }
        }
        wait(left);
        return isOver();
    }

    private static long left(Duration limit, long idle) {
        return TimeUnit.NANOSECONDS.toMillis(limit.toNanos() - idle + 999_999);
    }

    /**
     * Where one side cannot end without the other, that is all; elsewhere we may go on as long as there is something to
     * say.
     */
    private boolean isOver() {
        return failure != null
                || theirs == Side.ENDED
                        && (ours == Side.ENDED || manner.silent() || manner.terminal() || peer.endsForBoth());
    }

    private synchronized void check() throws CommandException {
        if (failure instanceof CommandException known) {
            throw known;
        }
        if (failure != null) {
            throw new IllegalStateException(name + ": " + failure, failure);
        }
    }

    /** What was taken from us but is not with the peer yet still goes out, if that takes no time. */
    private void leave() throws InterruptedException {
        up.close();
        synchronized (this) {
            if (ours == Side.ENDED || ours == Side.ENDING) {
                return;
            }
            ours = Side.ENDING;
        }
        farewell.setTimeout(FAREWELL);
        peer.shutdown(farewell);
        farewell.await();
    }

    private void farewellSaid(Aio aio) {
        synchronized (this) {
            ours = Side.ENDED;
            lastMoved = System.nanoTime();
            if (aio.result() != AioError.OK && aio.result() != AioError.ENOTSUP && theirs != Side.ENDED) {
                fail(lost("ending our side failed", aio));
            }
            notifyAll();
        }
    }

    private synchronized void fail(Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
        notifyAll();
    }

    private synchronized void moved() {
        lastMoved = System.nanoTime();
    }

    private CommandException lost(String act, Aio aio) {
        boolean stopped = aio.result() == AioError.ESTOPPED || aio.result() == AioError.ECLOSED;
        return ConnectionDiagnosis.of(stopped ? ExitCode.FAILED : ExitCode.LOST, name, act, aio);
    }

    /** Stops what is in flight, and closes the connection. */
    @Override
    public void close() {
        up.close();
        down.close();
        farewell.close();
        peer.close();
    }

    /** From standard input to the peer. */
    private final class Upward implements Pump.Observer {
        @Override
        public void moved(int bytes) {
            traffic.sent(bytes);
            NetcatSession.this.moved();
        }

        @Override
        public void ended() {
            boolean now = !peer.endsForBoth();
            synchronized (NetcatSession.this) {
                ours = now ? Side.ENDING : Side.LINGERING;
                lastMoved = System.nanoTime();
                NetcatSession.this.notifyAll();
            }
            if (now) {
                peer.shutdown(farewell);
            }
        }

        @Override
        public boolean failed(boolean sending, Aio aio) {
            if (!sending) {
                fail(ConnectionDiagnosis.of(ExitCode.FAILED, "standard input", "reading failed", aio));
                return false;
            }
            if (peer.isPassing(aio.result())) {
                return true;
            }
            fail(lost("sending failed", aio));
            return false;
        }

        @Override
        public void broken(Throwable cause) {
            fail(cause);
        }
    }

    /** From the peer to standard output. */
    private final class Downward implements Pump.Observer {
        @Override
        public void moved(int bytes) {
            traffic.received(bytes);
            NetcatSession.this.moved();
            begin();
        }

        @Override
        public void ended() {
            synchronized (NetcatSession.this) {
                theirs = Side.ENDED;
                lastMoved = System.nanoTime();
                NetcatSession.this.notifyAll();
            }
        }

        @Override
        public boolean failed(boolean sending, Aio aio) {
            if (sending) {
                fail(ConnectionDiagnosis.of(ExitCode.FAILED, "standard output", "writing failed", aio));
                return false;
            }
            if (peer.isPassing(aio.result())) {
                return true;
            }
            fail(lost("receiving failed", aio));
            return false;
        }

        @Override
        public void broken(Throwable cause) {
            fail(cause);
        }
    }
}

package io.helve.shell.stream;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.shell.failure.CommandException;
import io.helve.shell.failure.ConnectionDiagnosis;
import io.helve.shell.failure.ExitCode;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The exchange between the standard streams and one peer, from its beginning to its end. A {@link Pump} moves bytes
 * each way. The end of standard input ends our side of the connection; the session is over when the peer has ended its
 * side, too.
 */
final class NetcatSession implements AutoCloseable {
    private static final int DEPTH = 4;
    private static final int TICK_MILLIS = 100;
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    /** The default of {@code quitAfter} where ending our side would end the peer's, too: the time for late answers. */
    private static final Duration LINGER = Duration.ofSeconds(1);

    /**
     * The options of a session.
     *
     * @param block the number of bytes that one operation sends
     * @param silent whether the session only receives; our side then ends with the peer's
     * @param terminal whether standard input is a terminal, whose user need not end it
     * @param quitAfter once one side has ended, the session ends when no byte has moved for this time; {@code null}
     *     waits for ever, or for a second where neither side can end without the other
     * @param idleTimeout the session fails when no byte has moved for this time; {@code null} waits for ever
     */
    record Manner(int block, boolean silent, boolean terminal, Duration quitAfter, Duration idleTimeout) {}

    /** The state of one direction; states follow each other in this order, and only LINGERING is skipped at times. */
    private enum Side {
        /** No byte has moved: the peer of a datagram socket is not known before it has sent something. */
        WAITING,
        MOVING,
        /** All input is sent, but the end is put off until nothing moves, because it would end the peer's side, too. */
        LINGERING,
        /** All input is sent, and the shutdown of our side is in progress. */
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

    @GuardedBy("this")
    private Side ours = Side.WAITING;

    @GuardedBy("this")
    private Side theirs = Side.MOVING;

    @GuardedBy("this")
    private Throwable failure;

    @GuardedBy("this")
    private long lastMoved = System.nanoTime();

    /** Creates a session; messages call the peer {@code name}. */
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
     * Runs the session on the calling thread and returns when it is over.
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

    /**
     * Waits until the session is over, a timeout passes, or the progress has to be shown again; returns whether it is
     * over.
     */
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
     * Returns whether the session is over. The peer's end is enough where it ends our side, too; elsewhere our side may
     * go on until standard input ends.
     */
    @GuardedBy("this")
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

    /**
     * Ends our side, so that bytes which the stream has taken still reach the peer; waits {@link #FAREWELL} at most.
     */
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

    /** Stops both pumps, waits for their operations, and closes the connection. */
    @Override
    public void close() {
        up.close();
        down.close();
        farewell.close();
        peer.close();
    }

    /** Events of the pump from standard input to the peer. */
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
        public boolean receiveFailed(Aio aio) {
            fail(ConnectionDiagnosis.of(ExitCode.FAILED, "standard input", "reading failed", aio));
            return false;
        }

        @Override
        public boolean sendFailed(Aio aio) {
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

    /** Events of the pump from the peer to standard output. */
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
        public boolean receiveFailed(Aio aio) {
            if (peer.isPassing(aio.result())) {
                return true;
            }
            fail(lost("receiving failed", aio));
            return false;
        }

        @Override
        public boolean sendFailed(Aio aio) {
            fail(
                    aio.cause() instanceof IOException cause
                            ? CommandException.ofOutput(cause)
                            : ConnectionDiagnosis.of(ExitCode.FAILED, "standard output", "writing failed", aio));
            return false;
        }

        @Override
        public void broken(Throwable cause) {
            fail(cause);
        }
    }
}

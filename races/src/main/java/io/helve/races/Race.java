package io.helve.races;

import io.helve.aio.Aio;
import io.helve.aio.AioConfig;
import io.helve.aio.AioFactory;
import io.helve.aio.AioRuntime;
import io.helve.aio.provider.AioOperation;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.openjdk.jcstress.annotations.State;

/**
 * A handle with an operation in progress, and the actions of the race tests' actors on it. Each handle runs its
 * callback on the pool or inline, or has no callback, chosen at random.
 *
 * <p>Expiry is not a method: in tests with expiry, the operation times out by itself at about the time when the actors
 * act. A restart begins with a finish; only one finish can be the first. Then the callback starts the next operation.
 */
@State
@SuppressWarnings("this-escape") // the handle's callback needs it, and comes into being with it
public class Race {
    private static final AioRuntime RUNTIME =
            AioRuntime.open(AioConfig.builder().pool("races").build());
    private static final AioFactory ON_POOL = RUNTIME.factory();
    private static final AioFactory INLINE = RUNTIME.factory().on(AioFactory.INLINE);
    private static final AioFactory DIRECT = RUNTIME.factory().on(Runnable::run);

    /** After which time a wait fails the test. Every step of a race takes milliseconds at most. */
    private static final Duration HUNG = Duration.ofSeconds(30);

    /**
     * The longest timeout, so short that timeouts fire while the actors act, however long jcstress takes to make a
     * batch of states.
     */
    private static final int LONGEST_TIMEOUT_MICROS = 300;

    /** How many times an actor checks whether another actor has arrived: about 10 microseconds. */
    private static final int PATIENCE = 300;

    private static final int RESTARTER = 3;
    private static final int ARBITER = 4;
    private static final int LATECOMER = 5;

    private final boolean expires;
    private final boolean restarts;

    /**
     * Whether an actor, not the callback, starts the second operation, as soon as the callback of the first operation
     * has begun.
     */
    private final boolean startsOutside;

    private final boolean hasCallback;
    private final Aio aio;
    private final Round first = new Round(this, 1);
    private final Round second = new Round(this, 2);

    /**
     * The operation started last. The field is plain, so the callback sees the operation only if the engine publishes
     * it.
     */
    private Round current;

    private final AtomicInteger arrived = new AtomicInteger();
    private final AtomicBoolean inCallback = new AtomicBoolean();
    private final AtomicInteger callbacks = new AtomicInteger();
    private final AtomicReference<String> broken = new AtomicReference<>();
    private volatile boolean stopped;
    private volatile boolean closed;

    /** How many callbacks had run when stop or close returned. */
    private volatile int callbacksAtEnd = -1;

    /** Makes a race without expiry and restart. jcstress calls this constructor. */
    public Race() {
        this(false, false, false);
    }

    private Race(boolean expires, boolean restarts, boolean startsOutside) {
        this.expires = expires;
        this.restarts = restarts;
        this.startsOutside = startsOutside;
        AioFactory[] ways = {ON_POOL, INLINE, DIRECT};
        int way = ThreadLocalRandom.current().nextInt(restarts ? ways.length : ways.length + 1);
        hasCallback = way < ways.length;
        aio = hasCallback ? ways[way].alloc(this::callback) : ON_POOL.alloc();
        start(first);
        if (first.operation == null) {
            throw new IllegalStateException("a new handle refuses to start");
        }
    }

    /** A race whose operations time out. */
    @State
    public static class Expiring extends Race {
        /** jcstress calls this constructor. */
        public Expiring() {
            super(true, false, false);
        }
    }

    /** A race whose callback starts a second operation. */
    @State
    public static class Restarting extends Race {
        /** jcstress calls this constructor. */
        public Restarting() {
            super(false, true, false);
        }
    }

    /** A race whose operations time out and whose callback starts a second operation. */
    @State
    public static class ExpiringRestarting extends Race {
        /** jcstress calls this constructor. */
        public ExpiringRestarting() {
            super(true, true, false);
        }
    }

    /** A race in which an actor starts a second operation while the callback of the first operation may be running. */
    @State
    public static class Starting extends Race {
        /** jcstress calls this constructor. */
        public Starting() {
            super(false, false, true);
        }
    }

    /** A race whose operations time out, and in which an actor starts a second operation. */
    @State
    public static class ExpiringStarting extends Race {
        /** jcstress calls this constructor. */
        public ExpiringStarting() {
            super(true, false, true);
        }
    }

    private void start(Round round) {
        if (!startsOutside || round != second) { // otherwise the callback of the first one may be running
            current = round;
        }
        if (expires && (!startsOutside || round != second)) {
            aio.setTimeout(Duration.ofNanos(1000L * ThreadLocalRandom.current().nextInt(1, LONGEST_TIMEOUT_MICROS)));
        }
        AioOperation started = AioOperation.start(aio, round);
        if (started != null) {
            started.setOutput(0, round);
            round.operation = started;
        }
        round.started = true;
    }

    private void callback(Aio same) {
        if (inCallback.getAndSet(true)) {
            broken("two callbacks at a time");
        }
        if (!same.isBusy()) {
            broken("not busy in the callback");
        }
        int number = callbacks.incrementAndGet();
        Round round = startsOutside && number > 1 && current == first ? second : current;
        round.callbacks.incrementAndGet();
        if (!startsOutside || round != first) { // a start clears the results of the first operation at any time
            round.see(same);
        }
        if (restarts && round == first) {
            start(second);
        }
        Round.pause();
        inCallback.set(false);
        round.returned = true;
    }

    // ---- what actors do

    /**
     * Lets two actors begin at nearly the same time: the first actor waits a short time for the second. Expiry arrives
     * with its call of the canceller.
     */
    final void meet() {
        arrived.incrementAndGet();
        for (int i = 0; i < PATIENCE && arrived.get() < 2; i++) {
            Thread.onSpinWait();
        }
        Round.pause();
    }

    final void finish(int who) {
        meet();
        first.finish(who);
    }

    final void restart() {
        meet();
        first.finish(RESTARTER);
    }

    /** Starts the second operation as soon as the first one has completed, also while the callback is running. */
    final void startNext() {
        meet();
        for (long end = System.nanoTime() + HUNG.toNanos(); System.nanoTime() - end < 0; Thread.onSpinWait()) {
            boolean callbackHasBegun = callbacks.get() > 0;
            try {
                start(second);
                return;
            } catch (IllegalStateException e) { // busy: the first operation has not completed yet
                if (callbackHasBegun) {
                    broken("a start was refused although the callback had begun");
                    return;
                }
                Thread.yield();
            }
        }
        broken("a handle refuses to start: " + aio);
    }

    final void cancel() {
        meet();
        aio.cancel();
    }

    final void stop() {
        meet();
        stopped = true;
        HangGuard.run(aio::stop);
        if (!startsOutside) { // a start that comes after the stop completes once, with ESTOPPED
            nothingRuns("stop");
        }
    }

    final void close() {
        meet();
        closed = true;
        HangGuard.run(aio::close);
        nothingRuns("close");
    }

    private void nothingRuns(String after) {
        if (inCallback.get() || aio.isBusy()) {
            broken(after + " returned before the callback");
        }
        callbacksAtEnd = callbacks.get();
    }

    /** {@return whether the operation may have been cancelled before its output was set} */
    final boolean mayCancelDuringStart(Round round) {
        return expires || round != first;
    }

    final void broken(String rule) {
        broken.compareAndSet(null, rule);
    }

    // ---- what is checked

    /**
     * Waits until all operations have ended, checks every rule, and returns which actor has finished each operation.
     */
    final String verdict() {
        try {
            if (startsOutside && second.operation != null) {
                second.finish(ARBITER);
            }
            if (restarts && !endSecond()) {
                return "hung: the callback did not run or return: " + aio;
            }
            if (!aio.await(HUNG)) {
                return "hung: " + aio;
            }
            check();
            String story = first.story() + (restarts || startsOutside ? ", then " + second.story() : "");
            if (callbacksAtEnd >= 0 && callbacks.get() != callbacksAtEnd) {
                broken("a callback ran after stop or close had returned");
            }
            if (!checkWhatFollows()) {
                return "hung: a later operation: " + aio;
            }
            HangGuard.run(aio::close);
            return broken.get() == null ? story : "broken: " + broken.get();
        } catch (InterruptedException e) {
            return "hung: interrupted";
        }
    }

    /** Finishes the operation that the callback has started. */
    private boolean endSecond() throws InterruptedException {
        long end = System.nanoTime() + HUNG.toNanos();
        for (int i = 0; !first.returned; i++) {
            if (i < 100) {
                Thread.yield();
            } else if (System.nanoTime() - end < 0) {
                Thread.sleep(0, 50_000);
            } else {
                return false;
            }
        }
        if (second.operation != null) {
            second.finish(ARBITER);
        }
        return true;
    }

    private void check() {
        if (startsOutside) {
            first.assumeSeen();
            if (!hasCallback && second.operation != null) {
                second.see(aio);
            }
        } else if (!hasCallback) {
            first.see(aio);
        }
        first.check(hasCallback, hasCallback || !closed);
        if (second.operation != null) {
            second.check(hasCallback, hasCallback || !closed);
        } else if (second.started && !stopped && !closed) {
            broken("a start was refused although nobody had stopped the handle");
        } else if (second.started) { // close refuses silently, unless it came between the start's beginning and its end
            second.checkRefused(closed || !hasCallback ? second.callbacks.get() : 1);
        }
    }

    /**
     * Checks that finished operations stay finished, and that the handle is usable if it was neither stopped nor
     * closed.
     */
    private boolean checkWhatFollows() throws InterruptedException {
        Round third = new Round(this, 3);
        aio.setTimeout(Aio.INFINITE);
        current = third;
        aio.cancel(); // nothing is in progress: the cancel must not hit the next operation
        third.operation = AioOperation.start(aio, third);
        if (first.finish(LATECOMER)) {
            broken("a late finish touched the next operation");
        }
        if (stopped || closed) {
            if (third.operation != null) {
                broken("a stopped handle has started");
            }
            boolean answered = closed || second.started && second.operation == null;
            boolean idle = aio.await(HUNG);
            third.checkRefused(hasCallback && !answered ? 1 : 0);
            return idle;
        }
        if (third.operation == null) {
            broken("the next start was refused");
            return true;
        }
        aio.cancel();
        if (!aio.await(HUNG)) {
            return false;
        }
        if (!hasCallback) {
            third.see(aio);
        }
        third.check(hasCallback, false);
        return true;
    }
}

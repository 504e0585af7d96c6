package io.helve.shell.perf;

import io.helve.aio.Aio;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.message.Message;
import io.helve.shell.failure.CommandException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Measures the latency: half the time of a round trip. Each side is one handle that sends and receives in turn; its
 * callback runs inline, on the thread that finishes the operation, so that no change of threads is measured.
 *
 * <p>{@link #trips} and {@link #sending} are written by the callback only, which never runs twice at a time; the thread
 * that waits reads {@link #trips}.
 */
final class Latency {
    private enum Role {
        /** The side that sends first and measures. */
        MEASURES,
        /** The side that sends each message back. */
        ANSWERS
    }

    private final PerfSocket side;
    private final Aio aio;
    private final Role role;
    private final CountDownLatch over = new CountDownLatch(1);

    private volatile int trips;

    private boolean sending;
    private volatile long end;
    private volatile CommandException failure;

    private Latency(PerfSocket side, AioFactory factory, Role role) {
        this.side = side;
        this.role = role;
        aio = factory.on(AioFactory.INLINE).alloc(this::step);
        aio.setTimeout(Aio.INFINITE);
    }

    /** Runs the side that measures: it sends first. */
    static PerfResult ask(PerfSocket side, AioFactory factory, PerfProgress progress)
            throws CommandException, InterruptedException {
        Latency latency = new Latency(side, factory, Role.MEASURES);
        long begin = System.nanoTime();
        latency.run(progress);
        return PerfResult.ofRoundTrips(side.settings(), latency.end - begin);
    }

    /** Runs the side that sends each message back. */
    static void answer(PerfSocket side, AioFactory factory, PerfProgress progress)
            throws CommandException, InterruptedException {
        new Latency(side, factory, Role.ANSWERS).run(progress);
    }

    private void run(PerfProgress progress) throws CommandException, InterruptedException {
        try {
            if (role == Role.MEASURES) {
                send(side.message(side.settings().size()));
            } else {
                side.socket().receive(aio);
            }
            int before = -1;
            while (!over.await(PerfSocket.LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                int now = trips;
                if (side.isLost() && now == before) {
                    throw side.peerHasGone();
                }
                before = now;
                progress.at(now);
            }
        } finally {
            aio.close();
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void send(Message message) {
        sending = true;
        aio.setMessage(message);
        side.socket().send(aio);
    }

    private void step(Aio done) {
        try {
            done.check();
        } catch (AioException e) {
            failure = side.failure(e, sending ? "send" : "receive");
            over.countDown();
            return;
        }
        boolean sent = sending;
        boolean tripEnds = sent == (role == Role.ANSWERS);
        if (tripEnds && ended()) {
            return;
        }
        if (sent) {
            sending = false;
            side.socket().receive(done);
        } else if (role == Role.ANSWERS
                && done.getMessage().length() != side.settings().size()) {
            failure = side.wrongSize(done.getMessage().length());
            over.countDown();
        } else {
            send(done.getMessage());
        }
    }

    /**
     * Counts a round trip, which is over when the measuring side has received or the other side has sent; returns
     * whether it was the last.
     */
    private boolean ended() {
        int now = trips + 1;
        trips = now;
        if (now < side.settings().count()) {
            return false;
        }
        end = System.nanoTime();
        over.countDown();
        return true;
    }
}

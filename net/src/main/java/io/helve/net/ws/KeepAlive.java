package io.helve.net.ws;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Sends pings, and finds out that nobody is there: when nothing has come since one was sent, for as long as the interval. Time in which
 * nobody here wanted to read does not count.
 */
final class KeepAlive {
    private static final long GRACE_MILLIS = 10;

    private final long interval;
    private final EventLoop loop;
    private final Runnable ping;
    private final Runnable lost;
    private Future<?> timer;

    /** Whether a ping waits for an answer, and since when. */
    private boolean waiting;

    private long asked;

    /** Whether the channel is reading, and since when. */
    private boolean reading;

    private long readingSince;

    KeepAlive(long interval, EventLoop loop, Runnable ping, Runnable lost) {
        this.interval = interval;
        this.loop = loop;
        this.ping = ping;
        this.lost = lost;
        timer = schedule();
    }

    private Future<?> schedule() {
        return loop.schedule(this::tick, interval, TimeUnit.NANOSECONDS);
    }

    private void tick() {
        long now = System.nanoTime();
        boolean silent = waiting && now - asked >= interval;
        if (silent && reading && now - readingSince >= interval) {
            timer = loop.schedule(this::lastLook, GRACE_MILLIS, TimeUnit.MILLISECONDS);
            return;
        }
        timer = schedule();
        if (!waiting) {
            waiting = true;
            asked = now;
            ping.run();
        }
    }

    /** If it was this loop that was late, what has come meanwhile has been read now. */
    private void lastLook() {
        if (waiting) {
            lost.run();
        } else {
            timer = schedule();
        }
    }

    void readBegins() {
        if (!reading) {
            reading = true;
            readingSince = System.nanoTime();
        }
    }

    void readEnds() {
        reading = false;
    }

    /** Something has come. */
    void heard() {
        waiting = false;
    }

    void end() {
        timer.cancel(false);
    }
}

package io.helve.sp.impl.socket;

import io.helve.aio.Aio;
import io.helve.aio.AioFactory;
import io.helve.sp.impl.contract.Protocol;
import java.time.Duration;

/**
 * The timer for all deadlines of a socket. It rings at the earliest deadline; a later deadline changes nothing, so a
 * request whose answer comes in time costs no timer. {@link DeferredReads} sets the alarm to ring at once.
 */
final class Alarm {
    private final AioFactory factory;
    private final Aio sleep;
    private final Socket socket;

    /** The time at which the alarm has to ring. Written under the socket's lock, read by any thread. */
    private volatile long wanted = Protocol.NEVER;

    /**
     * Whether the first sleep has been started. From then on a sleep is always in progress; the sleep is infinite if
     * there is no deadline. Guarded by the socket's lock.
     */
    private boolean started;

    Alarm(AioFactory factory, Socket socket) {
        this.factory = factory;
        this.socket = socket;
        this.sleep = factory.alloc(aio -> socket.ring());
    }

    /**
     * {@return whether the alarm has to ring earlier than before; {@link #sleep} or {@link #hurry} must then follow;
     * under the lock}
     */
    boolean want(long when) {
        long before = wanted;
        if (before != Protocol.NEVER && when - before >= 0) {
            return false;
        }
        wanted = when;
        return true;
    }

    /** {@return whether the caller has to start the first sleep; under the lock} */
    boolean begin() {
        boolean begins = !started;
        started = true;
        return begins;
    }

    /** Sets the next time to ring, after the alarm has rung; under the lock. */
    void next(long when) {
        wanted = when;
    }

    /** Starts the next sleep. Called after {@link #begin}, and in the callback of the last sleep. */
    void sleep() {
        long until = wanted;
        factory.sleep(
                until == Protocol.NEVER ? Aio.INFINITE : Duration.ofNanos(Math.max(1, until - System.nanoTime())),
                sleep);
        if (wanted != until) { // a thread with an earlier time may have found no sleep to cancel
            sleep.cancel();
        }
    }

    /** Cancels the present sleep, because the sleep would last too long. */
    void hurry() {
        sleep.cancel();
    }

    void close() {
        sleep.reap();
    }
}

package io.helve.sp.impl.socket;

import io.helve.aio.Aio;
import io.helve.aio.AioFactory;
import io.helve.sp.impl.spi.Protocol;
import java.time.Duration;

/**
 * The one timer for all deadlines of a socket. It rings at the earliest deadline; a later deadline changes nothing, so
 * a request whose answer comes in time costs no timer. {@link DeferredReads} has it ring at once.
 */
final class Alarm {
    private final AioFactory factory;
    private final Aio sleep;
    private final Socket socket;

    /** When it has to ring. Written under the socket's lock, read by any thread. */
    private volatile long wanted = Protocol.NEVER;

    /**
     * Whether the sleep has been started. From then on one is always in progress, an infinite one if there is no
     * deadline. Guarded by the socket's lock.
     */
    private boolean started;

    Alarm(AioFactory factory, Socket socket) {
        this.factory = factory;
        this.socket = socket;
        this.sleep = factory.alloc(aio -> socket.ring());
    }

    /**
     * {@return whether it is wanted earlier than before: then {@link #sleep} or {@link #hurry} is due; under the lock}
     */
    boolean want(long when) {
        long before = wanted;
        if (before != Protocol.NEVER && when - before >= 0) {
            return false;
        }
        wanted = when;
        return true;
    }

    /** {@return whether the caller has to start it; under the lock} */
    boolean begin() {
        boolean begins = !started;
        started = true;
        return begins;
    }

    /** It has rung, and what was due is done; under the lock. */
    void next(long when) {
        wanted = when;
    }

    /** Starts the next sleep. Called after {@link #begin}, and in the callback of the last sleep. */
    void sleep() {
        long until = wanted;
        factory.sleep(
                until == Protocol.NEVER ? Aio.INFINITE : Duration.ofNanos(Math.max(1, until - System.nanoTime())),
                sleep);
        if (wanted != until) { // the thread that wants it earlier may have found no sleep to cancel
            sleep.cancel();
        }
    }

    /** Ends the sleep, which would last too long. */
    void hurry() {
        sleep.cancel();
    }

    void close() {
        sleep.reap();
    }
}

package io.helve.sp.impl.socket;

import io.helve.aio.Aio;
import io.helve.aio.AioFactory;
import io.helve.sp.impl.spi.Protocol;
import java.time.Duration;

/**
 * One timer for all deadlines of a socket. It rings at the earliest; who sets it to a later time than it is set to
 * changes nothing, so a request whose answer comes in time costs no timer. It rings at once when messages are left to
 * be read by nobody in particular.
 */
final class Alarm {
    private final AioFactory factory;
    private final Aio sleep;
    private final Socket socket;

    /** For when it is wanted. Written under the socket's lock. */
    private volatile long wanted = Protocol.NEVER;

    /**
     * Whether it has been started. It sleeps ever since, without end if nothing is wanted. Guarded by the socket's
     * lock.
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

    /** Sleeps. Called by the one who has begun it, and in its own callback. */
    void sleep() {
        long until = wanted;
        factory.sleep(
                until == Protocol.NEVER ? Aio.INFINITE : Duration.ofNanos(Math.max(1, until - System.nanoTime())),
                sleep);
        if (wanted != until) { // who wanted that may have found nothing to hurry
            sleep.cancel();
        }
    }

    /** It sleeps for too long. */
    void hurry() {
        sleep.cancel();
    }

    void close() {
        sleep.reap();
    }
}

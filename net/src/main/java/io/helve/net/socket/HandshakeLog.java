package io.helve.net.socket;

import io.helve.aio.AioError;
import io.helve.internal.LogThrottle;
import io.helve.internal.SafeLogger;
import io.helve.net.scheme.Errors;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.util.function.LongSupplier;

/**
 * Logs failed handshakes of a listener's peers, with the cause: the first failure at once, later failures at most once
 * a minute, with the number of failures that were left out, so that no peer can fill the log. A peer that only
 * disconnects is left out, because programs that test whether a port is open do so. The counters count all failures.
 */
final class HandshakeLog {
    private static final Logger LOG = SafeLogger.of(ListeningChannel.class);

    private final String listener;
    private final LogThrottle throttle;

    /**
     * Makes a log.
     *
     * @param listener the listener's name
     * @param clock tells the time in nanoseconds
     */
    HandshakeLog(String listener, LongSupplier clock) {
        this.listener = listener;
        throttle = new LogThrottle(clock);
    }

    void failed(SocketAddress peer, Throwable cause) {
        if (Errors.of(cause) == AioError.ECONNRESET) {
            return;
        }
        long others = throttle.next();
        if (others == LogThrottle.SILENT) {
            return;
        }
        String since = others == 0 ? "" : "; so have " + others + " others since the last one mentioned";
        LOG.log(
                Level.INFO,
                "The handshake of " + peer + " with the " + listener + " has failed with " + Errors.line(cause)
                        + since);
    }

    /** The listener has been closed. */
    void closed() {
        long others = throttle.rest();
        if (others > 0) {
            LOG.log(Level.INFO, "Another " + others + " handshakes with the " + listener + " had failed");
        }
    }
}

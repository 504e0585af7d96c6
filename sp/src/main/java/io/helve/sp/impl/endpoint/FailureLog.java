package io.helve.sp.impl.endpoint;

import io.helve.aio.AioError;
import io.helve.internal.LogThrottle;
import io.helve.internal.SafeLogger;
import io.helve.stream.StreamFailure;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.LongSupplier;

/**
 * Logs why a dialer in the background does not connect, or why a listener has not accepted a peer: the first failure at
 * once, later ones at most once a minute. The counters of the dialer or listener count all failures.
 */
final class FailureLog {
    private static final Logger LOG = SafeLogger.of(Endpoint.class);

    private final Object endpoint;
    private final LogThrottle throttle;

    /**
     * Makes a log.
     *
     * @param endpoint the dialer or listener, whose text begins each line
     * @param clock tells the time in nanoseconds
     */
    FailureLog(Object endpoint, LongSupplier clock) {
        this.endpoint = endpoint;
        this.throttle = new LogThrottle(clock);
    }

    /**
     * Logs a failure, unless another one was logged a short time ago.
     *
     * @param what the beginning of the log entry, such as "cannot connect"
     * @param failure the reason
     */
    void failed(String what, StreamFailure failure) {
        if (isOrderly(failure.error())) {
            return;
        }
        long others = throttle.next();
        if (others == LogThrottle.SILENT) {
            return;
        }
        String since = others == 0 ? "" : "; so have " + others + " other attempts since the last one mentioned";
        LOG.log(Level.INFO, "The " + endpoint + " " + what + ": " + failure.text() + since);
    }

    /** {@return whether an error is the end of the endpoint itself} */
    private static boolean isOrderly(AioError error) {
        return error == AioError.ECLOSED || error == AioError.ESTOPPED || error == AioError.ECANCELED;
    }
}

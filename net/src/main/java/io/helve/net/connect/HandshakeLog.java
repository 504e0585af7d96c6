package io.helve.net.connect;

import io.helve.aio.AioError;
import io.helve.net.scheme.Errors;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/**
 * Says in the log whose handshakes with a listener have failed, and why: the first at once, and others at most once a
 * minute, with the number of those that were not mentioned. So nobody can fill the log. Who goes away in the middle is
 * not mentioned at all, as those do that only look whether the port is open. All are counted elsewhere.
 */
final class HandshakeLog {
    private static final Logger LOG = System.getLogger(ChannelListener.class.getName());
    private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** Causes quote what peers have sent. */
    private static final int LONGEST = 300;

    /** What only some take for the end of a line or for a command, or show in another order, is among these. */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

    /** Behind this Netty has all that came, which may be a request with a password. */
    private static final Pattern DUMP = Pattern.compile("(?<=not an SSL/TLS record).*", Pattern.DOTALL);

    private final String listener;
    private final LongSupplier clock;

    /** Whether one has been mentioned, and when; guarded by this, as the next. */
    private boolean begun;

    private long mentioned;
    private long silent;

    /**
     * Makes it.
     *
     * @param listener the listener's name
     * @param clock in nanoseconds
     */
    HandshakeLog(String listener, LongSupplier clock) {
        this.listener = listener;
        this.clock = clock;
    }

    void failed(SocketAddress peer, Throwable cause) {
        AioError error = Errors.of(cause);
        if (error == AioError.ECONNRESET) {
            return;
        }
        long others;
        synchronized (this) {
            long now = clock.getAsLong();
            if (begun && now - mentioned < PAUSE_NANOS) {
                silent++;
                return;
            }
            begun = true;
            mentioned = now;
            others = silent;
            silent = 0;
        }
        String since = others == 0 ? "" : "; so have " + others + " others since the last one mentioned";
        LOG.log(
                Level.INFO,
                "The handshake of " + peer + " with the " + listener + " has failed with " + why(error, cause) + since);
    }

    /** The listener has been closed. */
    void closed() {
        long others;
        synchronized (this) {
            others = silent;
            silent = 0;
        }
        if (others > 0) {
            LOG.log(Level.INFO, "Another " + others + " handshakes with the " + listener + " had failed");
        }
    }

    private static String why(AioError error, Throwable cause) {
        String text = DUMP.matcher(String.valueOf(cause.getMessage())).replaceFirst("");
        return printable(text.startsWith(error.name()) ? text : error + ": " + text);
    }

    private static String printable(String text) {
        String line = UNPRINTABLE.matcher(text).replaceAll("?");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
    }
}

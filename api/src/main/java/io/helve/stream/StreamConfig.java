package io.helve.stream;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.annotation.ThreadSafe;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * Settings of the event loops and the defaults of connections: an immutable value. In OSGi they come from the
 * configuration with PID {@code io.helve.net}.
 *
 * @param threads event loops; 0 means one for each processor, four at most
 * @param transport what carries connections
 * @param connectTimeout default of {@link StreamOptions#CONNECT_TIMEOUT}, 1 ms to a day
 * @param connectionsMax how many connections there may be at a time, for all users together; 1 at least. Beyond it
 *     dials end with {@code ENOFILES}, and listeners pause.
 * @param handshakesMax how many accepted connections of one listener may be in their handshakes at a time; 1 at least
 * @param busyPoll how long an event loop that has nothing to do looks for events at most before it blocks, 0 to 1 ms;
 *     zero means that it blocks at once. It looks only if that would have helped of late, and lets others run
 *     meanwhile. On a single processor, and with io_uring, it does not.
 */
@ThreadSafe
public record StreamConfig(
        int threads,
        Transport transport,
        Duration connectTimeout,
        int connectionsMax,
        int handshakesMax,
        Duration busyPoll) {
    /** The defaults. */
    public static final StreamConfig DEFAULTS =
            new StreamConfig(0, Transport.AUTO, Duration.ofSeconds(10), 1 << 20, 128, Duration.ofNanos(50_000));

    /** What carries connections. */
    public enum Transport {
        /** The fastest proven one whose libraries are there: epoll on Linux, else NIO. */
        AUTO,
        /** The JDK's. */
        NIO,
        /** Linux's epoll; falls back to NIO with a warning if it is not there. */
        EPOLL,
        /** Linux's io_uring; falls back to epoll or NIO with a warning if it is not there. */
        IO_URING
    }

    /**
     * Checks the values.
     *
     * @param threads event loops, 0 to 256
     * @param transport what carries connections
     * @param connectTimeout 1 ms to a day
     * @param connectionsMax 1 at least
     * @param handshakesMax 1 to 65536
     * @param busyPoll 0 to 1 ms
     * @throws AioException {@code EINVAL} if one is out of range; the message names it as the configuration does, the
     *     range and the value
     */
    public StreamConfig {
        Objects.requireNonNull(transport, "transport");
        check("threads", threads, 0, 256);
        check("connect.timeout", connectTimeout, Duration.ofMillis(1), Duration.ofDays(1), ChronoUnit.MILLIS, " ms");
        check("connections.max", connectionsMax, 1, Integer.MAX_VALUE);
        check("handshakes.max", handshakesMax, 1, 65536);
        check("busy.poll", busyPoll, Duration.ZERO, Duration.ofMillis(1), ChronoUnit.MICROS, " us");
    }

    private static void check(
            String attribute, Duration value, Duration min, Duration max, ChronoUnit unit, String symbol) {
        Duration step = unit.getDuration();
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw refused(
                    attribute, min.dividedBy(step) + symbol, max.dividedBy(step) + symbol, text(value, step, symbol));
        }
    }

    private static String text(Duration value, Duration step, String symbol) {
        try {
            long steps = value.dividedBy(step);
            return step.multipliedBy(steps).equals(value) ? steps + symbol : value.toString();
        } catch (ArithmeticException e) { // such as the time that never ends
            return value.toString();
        }
    }

    private static void check(String attribute, int value, int min, int max) {
        if (value < min || value > max) {
            throw refused(attribute, min, max, value);
        }
    }

    private static AioException refused(String attribute, Object min, Object max, Object value) {
        return new AioException(AioError.EINVAL, attribute + " must be " + min + " to " + max + ", not " + value);
    }

    /**
     * Returns the same with other threads.
     *
     * @param newThreads event loops
     * @return the settings
     */
    public StreamConfig withThreads(int newThreads) {
        return new StreamConfig(newThreads, transport, connectTimeout, connectionsMax, handshakesMax, busyPoll);
    }

    /**
     * Returns the same with another transport.
     *
     * @param newTransport what carries connections
     * @return the settings
     */
    public StreamConfig withTransport(Transport newTransport) {
        return new StreamConfig(threads, newTransport, connectTimeout, connectionsMax, handshakesMax, busyPoll);
    }

    /**
     * Returns the same with another time of polling.
     *
     * @param newBusyPoll how long an event loop looks for events at most before it blocks
     * @return the settings
     */
    public StreamConfig withBusyPoll(Duration newBusyPoll) {
        return new StreamConfig(threads, transport, connectTimeout, connectionsMax, handshakesMax, newBusyPoll);
    }
}

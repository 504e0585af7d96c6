package io.helve.stream;

import io.helve.aio.Aio;
import io.helve.annotation.ThreadSafe;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * Settings of the event loops and the defaults of connections: an immutable value. In OSGi the settings come from the
 * configuration with PID {@code io.helve.net}.
 *
 * @param threads number of event loops; 0 means one for each processor, four at most
 * @param transport the I/O mechanism of connections
 * @param connectTimeout default of {@link StreamOptions#CONNECT_TIMEOUT}, 1 ms to a day
 * @param connectionsMax how many connections may be open at a time, for all tenants together; 1 at least. At this limit
 *     dials end with {@code ENOFILES}, and listeners pause.
 * @param handshakesMax how many accepted connections of one listener may be in their handshakes (TLS, WebSocket) at a
 *     time; 1 at least. A further connection replaces one of them: a connection of an address that has more than
 *     {@code handshakesAddressMax}, otherwise a connection whose peer has sent nothing, otherwise the oldest; but no
 *     connection in its first 100 ms.
 * @param handshakesAddressMax how many of these connections from one remote address, or one IPv6 network of 64 bits,
 *     need not give way to those of others; 1 at least
 * @param busyPoll how long an idle event loop polls for events at most before it blocks, 0 to 1 ms; with zero it blocks
 *     at once. An event loop polls only if polling would have found events recently, and yields the processor between
 *     two polls. On a single processor, and with io_uring, event loops do not poll.
 * @param acceptedTenantMax how many connections the listeners of one tenant may have accepted and not closed, so that
 *     peers of one tenant cannot lock those of others out; 0 means half of {@code connectionsMax}, or half of the
 *     descriptors that the process may have, if that is less. At this limit the tenant's listeners pause.
 * @param handshakesTenantMax how many accepted connections of all listeners of one tenant may be in their handshakes at
 *     a time. At this limit a listener with eight of them or more replaces one of its own, as at {@code handshakesMax},
 *     so that the handshakes of a flooded listener leave room for those of others. 0 means four times
 *     {@code handshakesMax}, or half of the connections that the tenant may have accepted, if that is less.
 * @param directMemoryMax how many bytes of direct memory the small sends of all tenants may use; 0 means a quarter of
 *     what the JVM allows. At this limit small sends are coalesced on the heap.
 * @param directMemoryTenantMax how many of these bytes one tenant may use; 0 means half of them
 * @param polling which threads poll the event loops
 */
@ThreadSafe
public record StreamConfig(
        int threads,
        Transport transport,
        Duration connectTimeout,
        int connectionsMax,
        int handshakesMax,
        int handshakesAddressMax,
        Duration busyPoll,
        int acceptedTenantMax,
        int handshakesTenantMax,
        long directMemoryMax,
        long directMemoryTenantMax,
        Polling polling) {
    /** The defaults. */
    public static final StreamConfig DEFAULTS =
            new StreamConfig(0, Transport.AUTO, Duration.ofSeconds(10), 1 << 20, 128, 32, Duration.ofNanos(50_000));

    /** The I/O mechanism of connections. */
    public enum Transport {
        /** The fastest proven mechanism whose libraries are available: epoll on Linux, otherwise NIO. */
        AUTO,
        /** The JDK's selectors. */
        NIO,
        /** Linux's epoll; falls back to NIO with a warning if epoll is not available. */
        EPOLL,
        /** Linux's io_uring; falls back to epoll or NIO with a warning if io_uring is not available. */
        IO_URING
    }

    /** Which threads poll the event loops. */
    public enum Polling {
        /** Each event loop has a thread of its own, which wakes a thread of the completion pool for each callback. */
        THREADS,
        /**
         * Idle threads of the default completion pool wait in the event loops and run the callbacks of what they find
         * there themselves, which saves the wake-ups. An event loop that they have not polled for a millisecond or two,
         * because callbacks keep them busy, is polled by a thread of its own. Inline callbacks
         * ({@link io.helve.aio.AioFactory#INLINE}) run on threads of both kinds. With io_uring event loops have threads
         * of their own in any case.
         */
        WORKERS
    }

    /**
     * Checks the values.
     *
     * @param threads number of event loops, 0 to 256
     * @param transport the I/O mechanism of connections
     * @param connectTimeout 1 ms to a day
     * @param connectionsMax 1 at least
     * @param handshakesMax 1 to 65536
     * @param handshakesAddressMax 1 to 65536
     * @param busyPoll 0 to 1 ms
     * @param acceptedTenantMax 0 at least
     * @param handshakesTenantMax 0 at least
     * @param directMemoryMax 0 at least
     * @param directMemoryTenantMax 0 at least
     * @param polling which threads poll the event loops
     * @throws IllegalArgumentException if a value is out of range; the message names the attribute of the
     *     configuration, the range and the value
     */
    public StreamConfig {
        Objects.requireNonNull(transport, "transport");
        Objects.requireNonNull(polling, "polling");
        check("threads", threads, 0, 256);
        check("connect.timeout", connectTimeout, Duration.ofMillis(1), Duration.ofDays(1), ChronoUnit.MILLIS, " ms");
        check("connections.max", connectionsMax, 1, Integer.MAX_VALUE);
        check("handshakes.max", handshakesMax, 1, 65536);
        check("handshakes.address.max", handshakesAddressMax, 1, 65536);
        check("busy.poll", busyPoll, Duration.ZERO, Duration.ofMillis(1), ChronoUnit.MICROS, " us");
        check("connections.bundle.max", acceptedTenantMax, 0, Integer.MAX_VALUE);
        check("handshakes.bundle.max", handshakesTenantMax, 0, Integer.MAX_VALUE);
        check("direct.memory.max", directMemoryMax, 0, Long.MAX_VALUE);
        check("direct.memory.bundle.max", directMemoryTenantMax, 0, Long.MAX_VALUE);
    }

    /**
     * Creates settings with the defaults for what one tenant may have, for direct memory and for the polling threads.
     *
     * @param threads number of event loops, 0 to 256
     * @param transport the I/O mechanism of connections
     * @param connectTimeout 1 ms to a day
     * @param connectionsMax 1 at least
     * @param handshakesMax 1 to 65536
     * @param handshakesAddressMax 1 to 65536
     * @param busyPoll 0 to 1 ms
     * @throws IllegalArgumentException if a value is out of range
     */
    public StreamConfig(
            int threads,
            Transport transport,
            Duration connectTimeout,
            int connectionsMax,
            int handshakesMax,
            int handshakesAddressMax,
            Duration busyPoll) {
        this(
                threads,
                transport,
                connectTimeout,
                connectionsMax,
                handshakesMax,
                handshakesAddressMax,
                busyPoll,
                0,
                0,
                0,
                0,
                Polling.THREADS);
    }

    private static void check(
            String attribute, Duration value, Duration min, Duration max, ChronoUnit unit, String symbol) {
        Objects.requireNonNull(value, attribute);
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
        } catch (ArithmeticException e) {
            return value.equals(Aio.INFINITE) ? "infinite" : value.toString();
        }
    }

    private static void check(String attribute, long value, long min, long max) {
        if (value < min || value > max) {
            throw refused(attribute, min, max, value);
        }
    }

    private static IllegalArgumentException refused(String attribute, Object min, Object max, Object value) {
        return new IllegalArgumentException(attribute + " must be " + min + " to " + max + ", not " + value);
    }

    /**
     * Returns a copy of the settings with another number of event loops.
     *
     * @param newThreads number of event loops
     * @return the settings
     */
    public StreamConfig withThreads(int newThreads) {
        return new StreamConfig(
                newThreads,
                transport,
                connectTimeout,
                connectionsMax,
                handshakesMax,
                handshakesAddressMax,
                busyPoll,
                acceptedTenantMax,
                handshakesTenantMax,
                directMemoryMax,
                directMemoryTenantMax,
                polling);
    }

    /**
     * Returns a copy of the settings with another transport.
     *
     * @param newTransport the I/O mechanism of connections
     * @return the settings
     */
    public StreamConfig withTransport(Transport newTransport) {
        return new StreamConfig(
                threads,
                newTransport,
                connectTimeout,
                connectionsMax,
                handshakesMax,
                handshakesAddressMax,
                busyPoll,
                acceptedTenantMax,
                handshakesTenantMax,
                directMemoryMax,
                directMemoryTenantMax,
                polling);
    }

    /**
     * Returns a copy of the settings with another time of polling.
     *
     * @param newBusyPoll how long an idle event loop polls for events at most before it blocks
     * @return the settings
     */
    public StreamConfig withBusyPoll(Duration newBusyPoll) {
        return new StreamConfig(
                threads,
                transport,
                connectTimeout,
                connectionsMax,
                handshakesMax,
                handshakesAddressMax,
                newBusyPoll,
                acceptedTenantMax,
                handshakesTenantMax,
                directMemoryMax,
                directMemoryTenantMax,
                polling);
    }

    /**
     * Returns a copy of the settings with other limits of handshakes.
     *
     * @param newHandshakesMax how many accepted connections of one listener may be in their handshakes at a time
     * @param newHandshakesAddressMax how many of them from one address need not give way
     * @return the settings
     */
    public StreamConfig withHandshakes(int newHandshakesMax, int newHandshakesAddressMax) {
        return new StreamConfig(
                threads,
                transport,
                connectTimeout,
                connectionsMax,
                newHandshakesMax,
                newHandshakesAddressMax,
                busyPoll,
                acceptedTenantMax,
                handshakesTenantMax,
                directMemoryMax,
                directMemoryTenantMax,
                polling);
    }

    /**
     * Returns a copy of the settings with another limit of accepted connections for each tenant.
     *
     * @param newAcceptedTenantMax how many connections the listeners of one tenant may have accepted; 0 for the default
     * @return the settings
     */
    public StreamConfig withAcceptedTenantMax(int newAcceptedTenantMax) {
        return new StreamConfig(
                threads,
                transport,
                connectTimeout,
                connectionsMax,
                handshakesMax,
                handshakesAddressMax,
                busyPoll,
                newAcceptedTenantMax,
                handshakesTenantMax,
                directMemoryMax,
                directMemoryTenantMax,
                polling);
    }

    /**
     * Returns a copy of the settings with another limit of handshakes for each tenant.
     *
     * @param newHandshakesTenantMax how many accepted connections of one tenant may be in their handshakes at a time
     *     before its listeners with several of them make room; 0 for the default
     * @return the settings
     */
    public StreamConfig withHandshakesTenantMax(int newHandshakesTenantMax) {
        return new StreamConfig(
                threads,
                transport,
                connectTimeout,
                connectionsMax,
                handshakesMax,
                handshakesAddressMax,
                busyPoll,
                acceptedTenantMax,
                newHandshakesTenantMax,
                directMemoryMax,
                directMemoryTenantMax,
                polling);
    }

    /**
     * Returns a copy of the settings with other budgets of direct memory.
     *
     * @param newDirectMemoryMax how many bytes the small sends of all tenants may use; 0 for the default
     * @param newDirectMemoryTenantMax how many of them one tenant may use; 0 for the default
     * @return the settings
     */
    public StreamConfig withDirectMemory(long newDirectMemoryMax, long newDirectMemoryTenantMax) {
        return new StreamConfig(
                threads,
                transport,
                connectTimeout,
                connectionsMax,
                handshakesMax,
                handshakesAddressMax,
                busyPoll,
                acceptedTenantMax,
                handshakesTenantMax,
                newDirectMemoryMax,
                newDirectMemoryTenantMax,
                polling);
    }

    /**
     * Returns a copy of the settings with other threads that poll the event loops.
     *
     * @param newPolling which threads poll the event loops
     * @return the settings
     */
    public StreamConfig withPolling(Polling newPolling) {
        return new StreamConfig(
                threads,
                transport,
                connectTimeout,
                connectionsMax,
                handshakesMax,
                handshakesAddressMax,
                busyPoll,
                acceptedTenantMax,
                handshakesTenantMax,
                directMemoryMax,
                directMemoryTenantMax,
                newPolling);
    }
}

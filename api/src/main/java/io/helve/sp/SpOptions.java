package io.helve.sp;

import io.helve.aio.Aio;
import java.time.Duration;

/**
 * The options of sockets, contexts, dialers and listeners, with nng's names and defaults where nng has them. Each says
 * where it can be set. What is set on a socket holds for the dialers, listeners and contexts that are made from then
 * on; they can have their own.
 */
public final class SpOptions {
    /** The most messages a buffer can hold. */
    public static final int BUFFER_MAX = 8192;

    /**
     * How long a send may take when its handle has {@link Aio#DEFAULT} for its timeout, and a blocking one that names
     * no time; {@link Aio#INFINITE} by default. For sockets and contexts.
     */
    public static final SpOption<Duration> SEND_TIMEOUT = duration("send-timeout", Aio.INFINITE);

    /**
     * How long a receive may take when its handle has {@link Aio#DEFAULT} for its timeout, and a blocking one that
     * names no time; {@link Aio#INFINITE} by default. For sockets and contexts.
     */
    public static final SpOption<Duration> RECEIVE_TIMEOUT = duration("recv-timeout", Aio.INFINITE);

    /**
     * How many messages are taken for sending while no peer can have them: by the socket for pair and push (0 by
     * default), for each pipe for pub and bus (16) and surveyor (8). What a connection itself holds on its way is not
     * counted: up to 256 messages or 512 KiB, and what the operating system takes. That is more than nng's connections
     * hold: a push may have given a slow peer that much, which goes with the connection if that ends. For sockets.
     */
    public static final SpOption<Integer> SEND_BUFFER = buffer("send-buffer");

    /**
     * How many received messages are kept for receives to come: by the socket for pair and pull (0 by default) and bus
     * (16), by each context for sub and surveyor (128). What a connection itself holds on its way is not counted. For
     * sockets, and contexts of sub and surveyor.
     */
    public static final SpOption<Integer> RECEIVE_BUFFER = buffer("recv-buffer");

    /**
     * The longest message, header and body, that is received, in bytes; a longer one ends the connection. 1 MiB by
     * default (as in nanomsg; nng has no limit by default), 0 for no limit but that of arrays (1 GiB with {@code ws}
     * and {@code wss}). Not for {@code inproc}. For sockets, dialers, listeners.
     */
    public static final SpOption<Integer> RECEIVE_MAX =
            SpOption.of("recv-size-max", Integer.class, 1 << 20, value -> value >= 0, "from 0 to " + Integer.MAX_VALUE);

    /**
     * How long a dialer waits, at most, before it connects again for the first time; 1 s by default. For sockets and
     * dialers.
     */
    public static final SpOption<Duration> RECONNECT_MIN = finite("reconnect-time-min", Duration.ofSeconds(1));

    /**
     * Up to how long that time grows, doubling with each failure; zero by default, and then it does not grow. The time
     * is random between its half and its whole. For sockets and dialers.
     */
    public static final SpOption<Duration> RECONNECT_MAX = finite("reconnect-time-max", Duration.ZERO);

    /**
     * How long a new connection may take to say what it speaks; 10 s by default. A listener gives further ones a second
     * at most while many are at it, so that those who say nothing keep nobody waiting. The handshakes of TLS and
     * WebSocket are the streams', whose option is {@link io.helve.stream.StreamOptions#CONNECT_TIMEOUT}. For sockets,
     * dialers, listeners.
     */
    public static final SpOption<Duration> HANDSHAKE_TIME = SpOption.of(
            "handshake-time",
            Duration.class,
            Duration.ofSeconds(10),
            value -> !value.isNegative() && !value.isZero() && value.compareTo(Duration.ofDays(1)) <= 0,
            "above zero, and a day at most");

    /**
     * How many devices a message may have passed; 8 by default. For sockets of pair1, rep and respondent, and req and
     * surveyor, which ignore it as nng's do.
     */
    public static final SpOption<Integer> TTL_MAX =
            SpOption.of("ttl-max", Integer.class, 8, value -> value >= 1 && value <= 15, "from 1 to 15");

    /** A name for log entries and statistics; null by default, and then they have the socket's number. For sockets. */
    public static final SpOption<String> SOCKET_NAME = SpOption.of(
            "socket-name", String.class, null, value -> !value.isEmpty() && value.length() <= 63, "1 to 63 characters");

    /**
     * After which time without an answer a request is sent again; 60 s by default. It may take a sixteenth longer, or a
     * millisecond. With {@link Aio#INFINITE} or zero it is sent once, and losing the pipe it went by ends its receive
     * with {@code ECONNRESET}. A request that has been sent keeps the time that was set then. For req: sockets and
     * contexts.
     */
    public static final SpOption<Duration> RESEND_TIME = duration("req:resend-time", Duration.ofSeconds(60));

    /** For how long a survey is open; 1 s by default. For surveyor: sockets and contexts. */
    public static final SpOption<Duration> SURVEY_TIME = duration("surveyor:survey-time", Duration.ofSeconds(1));

    /**
     * Whether a full receive buffer drops its oldest message for a new one, and not the new one; true by default. For
     * sub: sockets and contexts.
     */
    public static final SpOption<Boolean> PREFER_NEW =
            SpOption.of("sub:prefnew", Boolean.class, true, value -> true, "true or false");

    /**
     * How many pipes a socket, or a listener, may have; more are closed again and counted as rejected, and the listener
     * goes on. 65536 by default. For sockets and listeners.
     */
    public static final SpOption<Integer> PIPES_MAX =
            SpOption.of("pipes-max", Integer.class, 65536, value -> value >= 1, "1 at least");

    /**
     * How many bytes all buffers of a socket and its contexts ({@link #SEND_BUFFER}, {@link #RECEIVE_BUFFER}) may hold;
     * 0, the default, for no limit but those in messages. A buffer takes a message as long as there is any room, so it
     * can become one message more. When there is none, buffers are full: messages wait with their pipes or senders, or
     * are dropped and counted, as the protocol has it. Copies for several peers count for each. A pipe itself holds up
     * to 512 KiB, or one message, each way besides, and what has arrived of one that is not there yet. For sockets.
     */
    public static final SpOption<Long> QUEUE_BYTES_MAX =
            SpOption.of("queue-bytes-max", Long.class, 0L, value -> value >= 0, "zero or more");

    private SpOptions() {}

    private static SpOption<Duration> duration(String name, Duration defaultValue) {
        return SpOption.of(name, Duration.class, defaultValue, value -> !value.isNegative(), "zero or more");
    }

    private static SpOption<Duration> finite(String name, Duration defaultValue) {
        return SpOption.of(
                name,
                Duration.class,
                defaultValue,
                value -> !value.isNegative() && value.compareTo(Duration.ofDays(365)) <= 0,
                "from zero to a year");
    }

    private static SpOption<Integer> buffer(String name) {
        return SpOption.of(
                name, Integer.class, null, value -> value >= 0 && value <= BUFFER_MAX, "from 0 to " + BUFFER_MAX);
    }
}

package io.helve.sp;

import io.helve.aio.Aio;
import java.time.Duration;

/**
 * The options of sockets, contexts, dialers and listeners, with nng's names and defaults where nng has them. The
 * description of each option says where it can be set. The dialers, listeners and contexts of a socket begin with the
 * values that the socket has when they are made, and can then be given values of their own.
 */
public final class SpOptions {
    /** The largest number of messages that a buffer can hold. */
    public static final int BUFFER_MAX = 8192;

    /**
     * The time limit of a send whose handle has the timeout {@link Aio#DEFAULT}, and of a blocking send without a time
     * limit of its own; {@link Aio#INFINITE} by default. For sockets and contexts.
     */
    public static final SpOption<Duration> SEND_TIMEOUT = duration("send-timeout", Aio.INFINITE);

    /**
     * The time limit of a receive whose handle has the timeout {@link Aio#DEFAULT}, and of a blocking receive without a
     * time limit of its own; {@link Aio#INFINITE} by default. For sockets and contexts.
     */
    public static final SpOption<Duration> RECEIVE_TIMEOUT = duration("recv-timeout", Aio.INFINITE);

    /**
     * How many messages are buffered for sending while no peer can take them: by the socket for pair, push and raw req
     * (0 by default), for each pipe for pub and bus (16) and surveyor (8). The messages inside a connection are not
     * counted: up to 256 messages or 512 KiB, and the buffers of the operating system. A connection holds more messages
     * than in nng: a push may have given that many messages to a slow peer, and they are lost if the connection ends.
     * For sockets.
     */
    public static final SpOption<Integer> SEND_BUFFER = buffer("send-buffer");

    /**
     * How many received messages are buffered for receives to come: by the socket for pair, pull, raw req and raw sub
     * (0 by default), bus (16) and raw surveyor (128), by each context for sub and surveyor (128). The messages inside
     * a connection are not counted. For sockets, and contexts of sub and surveyor.
     */
    public static final SpOption<Integer> RECEIVE_BUFFER = buffer("recv-buffer");

    /**
     * The longest message, header and body, that is received, in bytes; a longer message ends the connection. 1 MiB by
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
     * The upper limit of the time between two attempts, which begins with {@link #RECONNECT_MIN} and doubles with each
     * failure. With zero, the default, the time does not grow. The dialer waits for a random time between half of it
     * and all of it. For sockets and dialers.
     */
    public static final SpOption<Duration> RECONNECT_MAX = finite("reconnect-time-max", Duration.ZERO);

    /**
     * How long the peer of a new connection may take to send its handshake, which names its protocol; 10 s by default.
     * Where many peers begin at once, {@link #HANDSHAKES_MAX} may leave a peer less time. The handshakes of TLS and
     * WebSocket are subject to the option {@link io.helve.stream.StreamOptions#CONNECT_TIMEOUT} of streams instead. For
     * sockets, dialers, listeners.
     */
    public static final SpOption<Duration> HANDSHAKE_TIME = SpOption.of(
            "handshake-time",
            Duration.class,
            Duration.ofSeconds(10),
            value -> !value.isNegative() && !value.isZero() && value.compareTo(Duration.ofDays(1)) <= 0,
            "above zero, and a day at most");

    /**
     * How many connections of a listener may be in their handshake at a time, over streams without messages of their
     * own, such as tcp and ipc; 512 by default. When a further peer connects, one of them gives way: first those of a
     * remote address with more than {@link #HANDSHAKES_ADDRESS_MAX}, then those whose peer has sent nothing, then the
     * oldest, but none in its first 100 ms. It is closed, and counted as a failure of the listener with
     * {@code ETIMEDOUT}. When no more connections can be accepted, a quarter of the handshakes of the tenant's listener
     * with the most of them give way in the same order. The handshakes of TLS and WebSocket follow the same rule, with
     * the limits of the configuration of streams ({@link io.helve.stream.StreamConfig#handshakesMax}). For sockets and
     * listeners.
     */
    public static final SpOption<Integer> HANDSHAKES_MAX =
            SpOption.of("handshakes-max", Integer.class, 512, value -> value >= 1 && value <= 65536, "from 1 to 65536");

    /**
     * How many of the connections in their handshake that come from one remote address, or one IPv6 network of 64 bits,
     * need not give way to those of others; 128 by default. For sockets and listeners.
     */
    public static final SpOption<Integer> HANDSHAKES_ADDRESS_MAX = SpOption.of(
            "handshakes-address-max", Integer.class, 128, value -> value >= 1 && value <= 65536, "from 1 to 65536");

    /**
     * How many devices a message may have passed; 8 by default. For sockets of pair1, rep and respondent. Sockets of
     * req and surveyor accept the option and ignore it, as in nng.
     */
    public static final SpOption<Integer> TTL_MAX =
            SpOption.of("ttl-max", Integer.class, 8, value -> value >= 1 && value <= 15, "from 1 to 15");

    /**
     * A name for log entries and statistics; without a name, the default, log entries and statistics show the socket's
     * number. For sockets.
     */
    public static final SpOption<String> SOCKET_NAME = SpOption.of(
            "socket-name", String.class, null, value -> !value.isEmpty() && value.length() <= 63, "1 to 63 characters");

    /**
     * The time without an answer after which a request is sent again; 60 s by default. The socket may send the request
     * later by a sixteenth of that time or by a millisecond. With {@link Aio#INFINITE} or zero the request is sent
     * once, and when its pipe is lost, its receive ends with {@code ECONNRESET}. A change of the option does not affect
     * requests that have been sent already. For req: sockets and contexts.
     */
    public static final SpOption<Duration> RESEND_TIME = duration("req:resend-time", Duration.ofSeconds(60));

    /** The time for which a survey is open; 1 s by default. For surveyor: sockets and contexts. */
    public static final SpOption<Duration> SURVEY_TIME = duration("surveyor:survey-time", Duration.ofSeconds(1));

    /**
     * Whether a full receive buffer drops its oldest message instead of the new message; true by default. For sub:
     * sockets and contexts.
     */
    public static final SpOption<Boolean> PREFER_NEW =
            SpOption.of("sub:prefnew", Boolean.class, true, value -> true, "true or false");

    /**
     * How many pipes a socket, or a listener, may have. Further pipes are closed again and counted as rejected, and the
     * listener stays open. A pipe that has ended counts until the messages that it has left are received; while ended
     * pipes have left 32 MiB or more, a socket rejects further pipes, too. 65536 by default. For sockets and listeners.
     */
    public static final SpOption<Integer> PIPES_MAX =
            SpOption.of("pipes-max", Integer.class, 65536, value -> value >= 1, "1 at least");

    /**
     * How many bytes all buffers of a socket and its contexts ({@link #SEND_BUFFER}, {@link #RECEIVE_BUFFER}) may hold;
     * with 0, the default, only the numbers of messages are limited. A buffer takes a message as long as there is any
     * room, so the limit can be exceeded by one message. When there is no room, the buffers are full: depending on the
     * protocol, messages wait in their pipes or with their senders, or are dropped and counted. A message that is
     * copied for several peers counts once for each peer. In addition, a pipe holds up to 512 KiB, or one message, in
     * each direction, and the received part of an incomplete message. For sockets.
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

package io.helve.sp;

import io.helve.stream.StreamOption;
import java.time.Duration;

/**
 * The options of dialers and listeners of the transport {@code udp}, with nng's names and defaults. A changed option
 * applies to connections to come.
 *
 * <p>The longest message is {@link SpOptions#RECEIVE_MAX}, 65,000 bytes at most.
 */
public final class UdpOptions {
    /**
     * The largest length of a received message that is always copied into memory of its own. A longer message keeps the
     * memory into which its datagram was received if the message fills at least half of that memory; otherwise the
     * message is copied, too. 1024 bytes by default. Mirrors {@code NNG_OPT_UDP_COPY_MAX}.
     */
    public static final StreamOption<Integer> COPY_MAX = StreamOption.of(
            "udp:copy-max", Integer.class, 1024, value -> value >= 0 && value <= 65_000, "from 0 to 65000");

    /**
     * The time after which a dialer repeats its connection request if no answer has come; 200 ms by default. Mirrors
     * {@code NNG_OPT_UDP_CONN_RETRY}.
     */
    public static final StreamOption<Duration> CONNECT_RETRY = time("udp:conn-retry", Duration.ofMillis(200));

    /**
     * The time after which a dialer's attempt ends with {@code ETIMEDOUT} if no answer has come; 5 s by default.
     * Mirrors {@code NNG_OPT_UDP_CONN_EXPIRE}.
     */
    public static final StreamOption<Duration> CONNECT_EXPIRE = time("udp:conn-expire", Duration.ofSeconds(5));

    /**
     * The largest number of peers that a listener has at a time. A peer that has gone counts until the messages that it
     * has left are received. The listener refuses further peers, and tells them that it has no room, unless some peer
     * has sent nothing but a connection request for a second: the listener then gives up the oldest such peer. 1024 by
     * default, 0 for no limit. Mirrors {@code NNG_OPT_UDP_MAX_PEERS}.
     */
    public static final StreamOption<Integer> PEERS_MAX =
            StreamOption.of("udp:max-peers", Integer.class, 1024, value -> value >= 0, "zero or more");

    private UdpOptions() {}

    private static StreamOption<Duration> time(String name, Duration defaultValue) {
        return StreamOption.of(
                name,
                Duration.class,
                defaultValue,
                value -> value.compareTo(Duration.ZERO) > 0 && value.compareTo(Duration.ofDays(1)) <= 0,
                "above zero, and a day at most");
    }
}

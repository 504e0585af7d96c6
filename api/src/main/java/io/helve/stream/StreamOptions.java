package io.helve.stream;

import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The options of the schemes that come with Helve, with nng's names where nng has them. */
public final class StreamOptions {
    private static final int MAX_BUFFER = 1 << 30;

    /** RFC 6454 section 6.1: a scheme, a host, perhaps a port; no path. */
    private static final Pattern ORIGIN = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://[^/?#@\\s]+");

    /** Whether small sends go out at once, {@code TCP_NODELAY}; true by default. For tcp, tls, ws, wss. */
    public static final StreamOption<Boolean> TCP_NODELAY = flag("tcp-nodelay", true);

    /** Whether idle connections are probed, {@code SO_KEEPALIVE}; false by default. For tcp, tls, ws, wss. */
    public static final StreamOption<Boolean> TCP_KEEPALIVE = flag("tcp-keepalive", false);

    /**
     * The operating system's send buffer of a connection in bytes, {@code SO_SNDBUF}; by default the system chooses the
     * size. Buffers of messages have options of sockets, such as {@code io.helve.sp.SpOptions.SEND_BUFFER}.
     */
    public static final StreamOption<Integer> KERNEL_SEND_BUFFER = size("kernel-send-buffer", null, 1);

    /**
     * The operating system's receive buffer of a connection in bytes, {@code SO_RCVBUF}; by default the system chooses
     * the size. Buffers of messages have options of sockets, such as {@code io.helve.sp.SpOptions.RECEIVE_BUFFER}.
     */
    public static final StreamOption<Integer> KERNEL_RECEIVE_BUFFER = size("kernel-recv-buffer", null, 1);

    /** The largest number of bytes that a stream reads while no receive waits; 64 KiB by default, 0 for none. */
    public static final StreamOption<Integer> READ_AHEAD = size("read-ahead", 64 << 10, 0);

    /**
     * The largest number of bytes that a stream has taken from sends and not yet passed to the operating system; 64 KiB
     * by default.
     */
    public static final StreamOption<Integer> WRITE_BUFFER = size("write-buffer", 64 << 10, 1);

    /**
     * The largest number of connections that the operating system queues for a listener; 128 by default. Can be set
     * only before {@code listen}.
     */
    public static final StreamOption<Integer> BACKLOG =
            StreamOption.of("backlog", Integer.class, 128, value -> value >= 1 && value <= 65535, "from 1 to 65535");

    /** The address that a dialer binds before it connects; none by default. For tcp, tls, ws, wss, udp. */
    public static final StreamOption<InetSocketAddress> LOCAL_ADDRESS =
            StreamOption.of("local-address", InetSocketAddress.class, null, a -> !a.isUnresolved(), "resolved");

    /**
     * The time limit of a dial whose handle has no timeout, and of the handshake of an accepted connection; the default
     * is a setting of the provider. Where several WebSocket listeners share a port, the longest of their limits holds
     * for all handshakes of the port, because the path of a request, and so its listener, is not known before.
     */
    public static final StreamOption<Duration> CONNECT_TIMEOUT = StreamOption.of(
            "connect-timeout",
            Duration.class,
            null,
            value -> !value.isNegative() && !value.isZero() && value.compareTo(Duration.ofDays(1)) <= 0,
            "above zero, and a day at most");

    /**
     * The longest message that is received, in bytes; 1 MiB by default. A longer message ends the connection with
     * {@code EMSGSIZE}. For ws and wss.
     */
    public static final StreamOption<Integer> RECEIVE_MAX = size("recv-size-max", 1 << 20, 1);

    /**
     * The mode of the socket file, as {@code chmod} takes it; by default the umask of the process decides. For
     * listeners of {@code ipc} and {@code unix}. The mode is in force before the first connection is possible.
     * Listeners of {@code abstract} have no file, and ignore the option: every user of the machine can connect to an
     * abstract socket.
     */
    public static final StreamOption<Integer> IPC_PERMISSIONS = StreamOption.of(
            "ipc:permissions", Integer.class, null, value -> value >= 0 && value <= 0777, "from 0 to 0777");

    /** The configuration of TLS. For tls+tcp and wss. */
    public static final StreamOption<TlsConfig> TLS =
            StreamOption.of("tls", TlsConfig.class, TlsConfig.DEFAULTS, value -> true, "a TLS configuration");

    /** The subprotocol that a dialer asks for and a listener accepts; none by default. For ws and wss. */
    public static final StreamOption<String> WS_PROTOCOL = StreamOption.of(
            "ws:protocol", String.class, null, value -> !value.isBlank() && token(value), "a token of RFC 9110");

    /**
     * Is told when a handshake fails because the two sides name different subprotocols ({@link #WS_PROTOCOL}). A
     * listener passes the subprotocols for which a peer has asked, a dialer the subprotocol that a listener of Helve's
     * names when it refuses a request; other servers name none, and the dialer then tells nobody. The sockets of
     * {@code io.helve.sp} count peers of the wrong protocol with this option. A provider calls the consumer on any
     * thread; the consumer must neither block nor throw. By default nobody is told. For ws and wss.
     */
    @SuppressWarnings({"unchecked", "rawtypes"})
    public static final StreamOption<Consumer<List<String>>> WS_PROTOCOL_MISMATCH = (StreamOption) StreamOption.of(
            "ws:protocol-mismatch", Consumer.class, protocols -> {}, value -> true, "a consumer of names");

    /**
     * Is told of each accepted connection whose handshake fails, so that a program can count the failures by their
     * error: {@code EPEERAUTH} if this side refuses the certificate of a client, {@code ECRYPTO} if a client refuses
     * this side's certificate or sends none although one is required, {@code ECONNRESET} if a client only disconnects,
     * and so on. If listeners share a port, each of them is told of a handshake that fails before the request names a
     * path. The sockets of {@code io.helve.sp} count failed handshakes in the statistics of their listeners with this
     * option. A provider calls the consumer on any thread; the consumer must neither block nor throw. By default nobody
     * is told. For listeners of tls, ws and wss.
     */
    @SuppressWarnings({"unchecked", "rawtypes"})
    public static final StreamOption<Consumer<StreamFailure>> HANDSHAKE_FAILED = (StreamOption)
            StreamOption.of("handshake-failed", Consumer.class, failure -> {}, value -> true, "a consumer of failures");

    /** Headers to send with a dialer's request, or a listener's response. For ws and wss. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    public static final StreamOption<Map<String, String>> WS_HEADERS = (StreamOption) StreamOption.of(
            "ws:headers", Map.class, Map.of(), value -> headers(value), "a map from tokens to lines of text");

    /**
     * The origins whose web pages may connect to a listener: texts such as {@code https://example.com} or
     * {@code http://localhost:8080}, as browsers send them in the header {@code Origin}, compared without regard to
     * case; {@code null} stands for pages without an origin, {@code *} for all origins. By default all origins are
     * allowed. A request from another origin is refused with status 403 and counted
     * ({@link StreamSnapshot#originsRefused}). Requests without the header are not refused: programs other than
     * browsers send it or not as they like, so this option protects the users of browsers and is no authentication. For
     * listeners of ws and wss.
     */
    @SuppressWarnings({"unchecked", "rawtypes"})
    public static final StreamOption<List<String>> WS_ORIGINS = (StreamOption) StreamOption.of(
            "ws:origins",
            List.class,
            List.of("*"),
            value -> value.stream().allMatch(StreamOptions::origin),
            "a list of *, null, and texts such as https://example.com");

    /**
     * The longest frame that is received, in bytes; 1 MiB by default. The whole frame is kept in memory, also while no
     * receive waits. For ws and wss.
     */
    public static final StreamOption<Integer> WS_FRAME_MAX = size("ws:rxframe-max", 1 << 20, 125);

    /** The longest frame that is sent, in bytes; longer messages are split. 1 MiB by default. For ws and wss. */
    public static final StreamOption<Integer> WS_SEND_FRAME_MAX = size("ws:txframe-max", 1 << 20, 125);

    /**
     * The interval at which pings are sent. If the peer does not answer a ping within this time, the connection is
     * lost. With zero, the default, no pings are sent. For ws and wss.
     */
    public static final StreamOption<Duration> WS_PING = StreamOption.of(
            "ws:ping",
            Duration.class,
            Duration.ZERO,
            value -> !value.isNegative() && value.compareTo(Duration.ofDays(1)) <= 0,
            "from zero to a day");

    /** Whether sends are text messages, which must then be UTF-8; false by default. For ws and wss. */
    public static final StreamOption<Boolean> WS_SEND_TEXT = flag("ws:send-text", false);

    /**
     * Whether text messages are received. With false, the default, a text message is a violation of the protocol. For
     * ws and wss.
     */
    public static final StreamOption<Boolean> WS_RECEIVE_TEXT = flag("ws:recv-text", false);

    /** Whether several sockets may bind one address, {@code SO_REUSEADDR}; false by default. For datagrams. */
    public static final StreamOption<Boolean> REUSE_ADDRESS = flag("reuse-address", false);

    /** Whether sending to a broadcast address is allowed; false by default. For datagrams. */
    public static final StreamOption<Boolean> BROADCAST = flag("broadcast", false);

    /** How many hops multicast datagrams go; 1 by default. For datagrams. */
    public static final StreamOption<Integer> MULTICAST_TTL =
            StreamOption.of("multicast-ttl", Integer.class, 1, value -> value >= 0 && value <= 255, "from 0 to 255");

    /**
     * The interface through which multicast datagrams are sent; by default the system chooses the interface. For
     * datagrams.
     */
    public static final StreamOption<NetworkInterface> MULTICAST_INTERFACE =
            StreamOption.of("multicast-interface", NetworkInterface.class, null, value -> true, "an interface");

    private StreamOptions() {}

    private static StreamOption<Boolean> flag(String name, boolean defaultValue) {
        return StreamOption.of(name, Boolean.class, defaultValue, value -> true, "true or false");
    }

    private static StreamOption<Integer> size(String name, @Nullable Integer defaultValue, int least) {
        return StreamOption.of(
                name,
                Integer.class,
                defaultValue,
                value -> value >= least && value <= MAX_BUFFER,
                "from " + least + " to " + MAX_BUFFER);
    }

    private static boolean token(String text) {
        return !text.isEmpty()
                && text.chars().allMatch(c -> c > ' ' && c < 127 && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0);
    }

    private static boolean origin(Object value) {
        return value instanceof String text
                && (text.equals("*")
                        || text.equals("null")
                        || ORIGIN.matcher(text).matches());
    }

    private static boolean headers(Map<?, ?> map) {
        return map.entrySet().stream()
                .allMatch(entry -> entry.getKey() instanceof String name
                        && token(name)
                        && entry.getValue() instanceof String value
                        && value.chars().allMatch(c -> c == '\t' || c >= ' ' && c != 127));
    }
}

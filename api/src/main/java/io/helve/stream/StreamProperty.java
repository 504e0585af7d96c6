package io.helve.stream;

import io.helve.annotation.ThreadSafe;
import java.net.SocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;

/**
 * A typed property of a connection. Properties are compared by identity; providers may have their own.
 *
 * @param <T> the type of its value
 */
@ThreadSafe
public final class StreamProperty<T> {
    /** Our address. */
    public static final StreamProperty<SocketAddress> LOCAL_ADDRESS = of("local-address", SocketAddress.class);

    /** The peer's address. */
    public static final StreamProperty<SocketAddress> REMOTE_ADDRESS = of("remote-address", SocketAddress.class);

    /** What carries it: {@code nio}, {@code epoll} or {@code io_uring}. */
    public static final StreamProperty<String> TRANSPORT = of("transport", String.class);

    /**
     * How messages are told apart on this stream, for the sockets of {@code io.helve.sp}. A stream need not have it if
     * {@link MessageFraming#of} finds the right answer without it.
     */
    public static final StreamProperty<MessageFraming> MESSAGE_FRAMING = of("message-framing", MessageFraming.class);

    /** The peer's certificates, its own first, whether verified or not; there if it sent any. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    public static final StreamProperty<List<X509Certificate>> TLS_PEER_CERTIFICATES =
            (StreamProperty) of("tls-peer-certificates", List.class);

    /** Whether the peer's certificates were verified; there if TLS is in use. */
    public static final StreamProperty<Boolean> TLS_VERIFIED = of("tls-verified", Boolean.class);

    /** The version, such as {@code TLSv1.3}. */
    public static final StreamProperty<String> TLS_VERSION = of("tls-version", String.class);

    /** The cipher suite. */
    public static final StreamProperty<String> TLS_CIPHER = of("tls-cipher", String.class);

    /** The application protocol that was agreed on. */
    public static final StreamProperty<String> TLS_ALPN = of("tls-alpn", String.class);

    /** The server name that the client asked for. */
    public static final StreamProperty<String> TLS_SERVER_NAME = of("tls-server-name", String.class);

    /** The path and query of the WebSocket request. */
    public static final StreamProperty<String> WS_PATH = of("ws:path", String.class);

    /** The WebSocket subprotocol that was agreed on. */
    public static final StreamProperty<String> WS_PROTOCOL = of("ws:protocol", String.class);

    /**
     * The peer's headers, their names in lower case: of the request on the listener's side, of the response on the
     * dialer's.
     */
    @SuppressWarnings({"unchecked", "rawtypes"})
    public static final StreamProperty<Map<String, String>> WS_HEADERS = (StreamProperty) of("ws:headers", Map.class);

    /** The code with which the peer has closed a WebSocket; there once it has. */
    public static final StreamProperty<Integer> WS_CLOSE_CODE = of("ws:close-code", Integer.class);

    /** The user of the process on the other side of a Unix domain socket; there with native transports. */
    public static final StreamProperty<Integer> IPC_PEER_UID = of("ipc:peer-uid", Integer.class);

    /** Its group. */
    public static final StreamProperty<Integer> IPC_PEER_GID = of("ipc:peer-gid", Integer.class);

    /** Its number. */
    public static final StreamProperty<Integer> IPC_PEER_PID = of("ipc:peer-pid", Integer.class);

    private final String name;
    private final Class<T> type;

    private StreamProperty(String name, Class<T> type) {
        this.name = name;
        this.type = type;
    }

    /**
     * Defines a property.
     *
     * @param <T> the type of its value
     * @param name its name
     * @param type the type of its value
     * @return a new property
     */
    public static <T> StreamProperty<T> of(String name, Class<T> type) {
        return new StreamProperty<>(name, type);
    }

    /**
     * Returns its name.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * Returns the type of its value.
     *
     * @return the type
     */
    public Class<T> type() {
        return type;
    }

    @Override
    public String toString() {
        return name;
    }
}

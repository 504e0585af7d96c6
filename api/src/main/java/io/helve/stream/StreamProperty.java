package io.helve.stream;

import io.helve.annotation.ThreadSafe;
import java.net.SocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A typed property of a connection. Properties are compared by identity; providers may define their own.
 *
 * @param <T> the type of the property's value
 */
@ThreadSafe
public final class StreamProperty<T> {
    /** The address of this side of the connection. */
    public static final StreamProperty<SocketAddress> LOCAL_ADDRESS = of("local-address", SocketAddress.class);

    /** The peer's address. */
    public static final StreamProperty<SocketAddress> REMOTE_ADDRESS = of("remote-address", SocketAddress.class);

    /** The I/O mechanism of the connection: {@code nio}, {@code epoll} or {@code io_uring}. */
    public static final StreamProperty<String> TRANSPORT = of("transport", String.class);

    /**
     * How messages are separated on this stream, for the sockets of {@code io.helve.sp}. A stream need not have this
     * property if {@link MessageFraming#of} returns the right framing without it.
     */
    public static final StreamProperty<MessageFraming> MESSAGE_FRAMING = of("message-framing", MessageFraming.class);

    /**
     * The peer's certificate chain, the peer's own certificate first, whether verified or not; set if the peer sent
     * certificates.
     */
    @SuppressWarnings({"unchecked", "rawtypes"})
    public static final StreamProperty<List<X509Certificate>> TLS_PEER_CERTIFICATES =
            (StreamProperty) of("tls-peer-certificates", List.class);

    /** Whether the peer's certificates were verified; set if TLS is in use. */
    public static final StreamProperty<Boolean> TLS_VERIFIED = of("tls-verified", Boolean.class);

    /** The version of TLS, such as {@code TLSv1.3}. */
    public static final StreamProperty<String> TLS_VERSION = of("tls-version", String.class);

    /** The cipher suite of TLS. */
    public static final StreamProperty<String> TLS_CIPHER = of("tls-cipher", String.class);

    /** The application protocol on which the two sides agreed by ALPN. */
    public static final StreamProperty<String> TLS_ALPN = of("tls-alpn", String.class);

    /** The server name that the client asked for. */
    public static final StreamProperty<String> TLS_SERVER_NAME = of("tls-server-name", String.class);

    /** The path and query of the WebSocket request. */
    public static final StreamProperty<String> WS_PATH = of("ws:path", String.class);

    /** The WebSocket subprotocol on which the two sides agreed. */
    public static final StreamProperty<String> WS_PROTOCOL = of("ws:protocol", String.class);

    /**
     * The headers of the peer, their names in lower case. The listener's side has the headers of the request, the
     * dialer's side has the headers of the response.
     */
    @SuppressWarnings({"unchecked", "rawtypes"})
    public static final StreamProperty<Map<String, String>> WS_HEADERS = (StreamProperty) of("ws:headers", Map.class);

    /** The code with which the peer has closed a WebSocket; set once the peer has closed it. */
    public static final StreamProperty<Integer> WS_CLOSE_CODE = of("ws:close-code", Integer.class);

    /**
     * The numeric user id of the process on the other side of a Unix domain socket. Set with epoll and io_uring, never
     * with NIO: the JDK tells the names of user and group only, and asks the system's name service for them, which may
     * block the event loop. Code that authorises peers by this property must refuse a peer without it.
     */
    public static final StreamProperty<Integer> IPC_PEER_UID = of("ipc:peer-uid", Integer.class);

    /**
     * The numeric group id of the process on the other side of a Unix domain socket; set where {@link #IPC_PEER_UID}
     * is.
     */
    public static final StreamProperty<Integer> IPC_PEER_GID = of("ipc:peer-gid", Integer.class);

    /**
     * The process id of the process on the other side of a Unix domain socket; set where {@link #IPC_PEER_UID} is. The
     * JDK does not tell it.
     */
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
     * @param <T> the type of the property's value
     * @param name the name of the property
     * @param type the type of the property's value
     * @return a new property
     */
    public static <T> StreamProperty<T> of(String name, Class<T> type) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        return new StreamProperty<>(name, type);
    }

    /**
     * Returns the name of this property.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * Returns the type of this property's value.
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

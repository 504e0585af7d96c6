package io.helve.shell.stream;

import io.helve.stream.Stream;
import io.helve.stream.StreamProperty;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Describes a connection for the user: addresses, transport, TLS, certificate. */
final class ConnectionText {
    private ConnectionText() {}

    static List<String> of(Stream stream) {
        List<String> lines = new ArrayList<>();
        lines.add(address(stream.get(StreamProperty.LOCAL_ADDRESS)) + " to "
                + address(stream.get(StreamProperty.REMOTE_ADDRESS)) + with(", ", stream, StreamProperty.TRANSPORT)
                + with(", path ", stream, StreamProperty.WS_PATH)
                + with(", subprotocol ", stream, StreamProperty.WS_PROTOCOL)
                + with(", process ", stream, StreamProperty.IPC_PEER_PID)
                + with(" of user ", stream, StreamProperty.IPC_PEER_UID));
        if (stream.get(StreamProperty.TLS_VERSION) != null) {
            lines.add(stream.get(StreamProperty.TLS_VERSION)
                    + with(", ", stream, StreamProperty.TLS_CIPHER)
                    + with(", server name ", stream, StreamProperty.TLS_SERVER_NAME)
                    + with(", protocol ", stream, StreamProperty.TLS_ALPN));
            lines.add(certificate(stream));
        }
        return lines;
    }

    private static String with(String words, Stream stream, StreamProperty<?> property) {
        Object value = stream.get(property);
        return value == null ? "" : words + value;
    }

    private static String certificate(Stream stream) {
        List<X509Certificate> chain = stream.get(StreamProperty.TLS_PEER_CERTIFICATES);
        if (chain == null || chain.isEmpty()) {
            return "the peer has shown no certificate";
        }
        X509Certificate own = chain.get(0);
        return "peer certificate of " + own.getSubjectX500Principal() + ", by " + own.getIssuerX500Principal()
                + ", until " + own.getNotAfter().toInstant()
                + (Boolean.TRUE.equals(stream.get(StreamProperty.TLS_VERIFIED)) ? ", verified" : ", not verified");
    }

    private static String address(SocketAddress address) {
        if (address instanceof InetSocketAddress inet && !inet.isUnresolved()) {
            String host = inet.getAddress().getHostAddress();
            return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + inet.getPort();
        }
        String text = address == null ? "" : address.toString();
        return text.isEmpty() ? "unnamed" : text;
    }
}

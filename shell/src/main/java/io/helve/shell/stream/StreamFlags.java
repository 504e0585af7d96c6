package io.helve.shell.stream;

import io.helve.shell.text.ByteSize;
import io.helve.shell.text.TimeSpan;
import io.helve.shell.tls.EndpointRole;
import io.helve.shell.tls.TlsFlags;
import io.helve.stream.StreamEndpoint;
import io.helve.stream.StreamOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Options of the command line for dialers and listeners. */
final class StreamFlags {
    private static final long MESSAGE_MAX = 1 << 30;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = TimeSpan.class,
            description = "the time limit for connecting, including handshakes (default: 10s)")
    private Duration timeout;

    @Option(
            names = "--message-max",
            paramLabel = "SIZE",
            converter = ByteSize.class,
            description = "the largest accepted message, in bytes (default: 1M)")
    private Long messageMax;

    @ArgGroup(validate = false, heading = "%nFor tls+tcp and wss:%n")
    private TlsFlags tls = new TlsFlags();

    @ArgGroup(validate = false, heading = "%nFor ws and wss:%n")
    private WebSocketFlags ws = new WebSocketFlags();

    /**
     * Sets the options that were given.
     *
     * @throws IllegalArgumentException if an option is wrong; the message is for the user
     */
    void apply(StreamEndpoint endpoint, Path directory, EndpointRole role) {
        if (timeout != null) {
            endpoint.set(StreamOptions.CONNECT_TIMEOUT, timeout);
        }
        if (messageMax != null) {
            if (messageMax < 1 || messageMax > MESSAGE_MAX) {
                throw new IllegalArgumentException("--message-max must be 1 to 1G");
            }
            endpoint.set(StreamOptions.RECEIVE_MAX, messageMax.intValue());
        }
        tls.apply(endpoint, directory, role);
        ws.apply(endpoint);
    }

    /** Options for WebSockets. */
    static final class WebSocketFlags {
        @Option(names = "--ws-protocol", paramLabel = "NAME", description = "the subprotocol to request, or to accept")
        private String protocol;

        @Option(
                names = "--ws-header",
                paramLabel = "'NAME: VALUE'",
                description = "a header to add to the request or response; may be repeated")
        private List<String> headers = List.of();

        @Option(names = "--ws-text", description = "send text messages instead of binary ones; both are received")
        private boolean text;

        void apply(StreamEndpoint endpoint) {
            if (protocol != null) {
                endpoint.set(StreamOptions.WS_PROTOCOL, protocol);
            }
            if (!headers.isEmpty()) {
                endpoint.set(StreamOptions.WS_HEADERS, headers());
            }
            if (text) {
                endpoint.set(StreamOptions.WS_SEND_TEXT, true);
            }
            if (endpoint.url().scheme().startsWith("ws")) {
                endpoint.set(StreamOptions.WS_RECEIVE_TEXT, true);
            }
        }

        private Map<String, String> headers() {
            Map<String, String> map = new LinkedHashMap<>();
            for (String header : headers) {
                int colon = header.indexOf(':');
                if (colon <= 0) {
                    throw new IllegalArgumentException("--ws-header must be 'NAME: VALUE', not '" + header + "'");
                }
                map.put(
                        header.substring(0, colon).strip(),
                        header.substring(colon + 1).strip());
            }
            return map;
        }
    }
}

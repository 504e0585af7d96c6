package io.helve.net.ws;

import io.helve.net.scheme.OptionValues;
import io.helve.stream.StreamOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The options of a dialer or listener at the moment at which a connection is made.
 *
 * @param protocol the subprotocol, or null
 * @param mismatch is told about the subprotocols of a peer that has none in common with this side
 * @param headers headers to send
 * @param frameMax the longest frame that is received
 * @param sendFrameMax the longest frame that is sent
 * @param receiveMax the longest message that is received
 * @param sendText whether sends are text
 * @param receiveText whether text is received
 * @param ping the interval of pings, or zero
 * @param origins the origins of web pages that may connect to the listener; all for a dialer
 */
record WsSettings(
        String protocol,
        Consumer<List<String>> mismatch,
        Map<String, String> headers,
        int frameMax,
        int sendFrameMax,
        int receiveMax,
        boolean sendText,
        boolean receiveText,
        Duration ping,
        List<String> origins) {
    static WsSettings of(OptionValues options) {
        return new WsSettings(
                options.get(StreamOptions.WS_PROTOCOL),
                protocols -> options.tell(StreamOptions.WS_PROTOCOL_MISMATCH, protocols),
                options.get(StreamOptions.WS_HEADERS),
                options.get(StreamOptions.WS_FRAME_MAX),
                options.get(StreamOptions.WS_SEND_FRAME_MAX),
                options.get(StreamOptions.RECEIVE_MAX),
                options.get(StreamOptions.WS_SEND_TEXT),
                options.get(StreamOptions.WS_RECEIVE_TEXT),
                options.get(StreamOptions.WS_PING),
                options.has(StreamOptions.WS_ORIGINS)
                        ? options.get(StreamOptions.WS_ORIGINS)
                        : StreamOptions.WS_ORIGINS.defaultValue());
    }
}

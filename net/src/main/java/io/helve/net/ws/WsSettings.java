package io.helve.net.ws;

import io.helve.net.scheme.OptionValues;
import io.helve.stream.StreamOptions;
import java.time.Duration;
import java.util.Map;

/**
 * What an endpoint's options say at the moment a connection is made.
 *
 * @param protocol the subprotocol, or null
 * @param headers to be sent
 * @param frameMax the longest frame that is received
 * @param sendFrameMax the longest frame that is sent
 * @param receiveMax the longest message
 * @param sendText whether sends are text
 * @param receiveText whether text is received
 * @param ping how often pings are sent, or zero
 */
record WsSettings(
        String protocol,
        Map<String, String> headers,
        int frameMax,
        int sendFrameMax,
        int receiveMax,
        boolean sendText,
        boolean receiveText,
        Duration ping) {
    static WsSettings of(OptionValues options) {
        return new WsSettings(
                options.get(StreamOptions.WS_PROTOCOL),
                options.get(StreamOptions.WS_HEADERS),
                options.get(StreamOptions.WS_FRAME_MAX),
                options.get(StreamOptions.WS_SEND_FRAME_MAX),
                options.get(StreamOptions.RECEIVE_MAX),
                options.get(StreamOptions.WS_SEND_TEXT),
                options.get(StreamOptions.WS_RECEIVE_TEXT),
                options.get(StreamOptions.WS_PING));
    }
}

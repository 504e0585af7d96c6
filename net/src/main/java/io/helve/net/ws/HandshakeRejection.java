package io.helve.net.ws;

import io.helve.aio.AioException;
import io.helve.stream.StreamUrl;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.List;

/**
 * Why a listener does not take a request.
 *
 * @param status what the peer is answered
 * @param why what there is to say about it
 */
record HandshakeRejection(HttpResponseStatus status, String why) {
    /** {@return the first thing that is wrong with a request, or null} */
    static HandshakeRejection of(HttpRequest request, StreamUrl url, WsSettings settings) {
        HttpHeaders headers = request.headers();
        if (request.decoderResult().isFailure()) {
            return malformed(request.decoderResult().cause());
        }
        if (!request.protocolVersion().equals(HttpVersion.HTTP_1_1)
                || headers.getAll(HttpHeaderNames.HOST).size() != 1) {
            return new HandshakeRejection(HttpResponseStatus.BAD_REQUEST, "a request that is not HTTP/1.1 with a host");
        }
        StreamUrl asked;
        try {
            asked = StreamUrl.parse("ws://host" + target(request));
        } catch (AioException e) {
            return new HandshakeRejection(HttpResponseStatus.BAD_REQUEST, "a request for " + path(request));
        }
        if (!Http.path(asked).equals(Http.path(url))) {
            return new HandshakeRejection(HttpResponseStatus.NOT_FOUND, "a request for " + path(request));
        }
        if (!request.method().equals(HttpMethod.GET)) {
            return new HandshakeRejection(HttpResponseStatus.METHOD_NOT_ALLOWED, "a request with " + request.method());
        }
        if (!headers.containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
                || !headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
                || !List.of("13").equals(headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
            return new HandshakeRejection(
                    HttpResponseStatus.UPGRADE_REQUIRED, "a request for something else than a WebSocket");
        }
        List<String> keys = headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_KEY);
        if (keys.size() != 1 || !HandshakeKey.isValid(keys.get(0))) {
            return new HandshakeRejection(HttpResponseStatus.BAD_REQUEST, "a request without a valid key");
        }
        List<String> protocols = Http.tokens(headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL));
        if (settings.protocol() != null && !protocols.contains(settings.protocol())) {
            return new HandshakeRejection(
                    HttpResponseStatus.BAD_REQUEST,
                    "a request for the subprotocols " + Subprotocols.shown(protocols) + ", offered is "
                            + settings.protocol());
        }
        return null;
    }

    /** Netty's messages quote what came, in which there may be secrets. */
    private static HandshakeRejection malformed(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return new HandshakeRejection(
                    HttpResponseStatus.REQUEST_URI_TOO_LONG, "a request whose first line is too long");
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return new HandshakeRejection(
                    HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "a request whose headers are too long");
        }
        return new HandshakeRejection(HttpResponseStatus.BAD_REQUEST, "a request that is not HTTP");
    }

    /** {@return what was asked for without the query, in which there may be secrets; for the log} */
    private static String path(HttpRequest request) {
        return request.uri().split("[?#]", 2)[0];
    }

    /** {@return the path and query, also if the request has a whole URL} */
    static String target(HttpRequest request) {
        String target = request.uri();
        int authority = target.indexOf("://");
        if (target.startsWith("/") || authority < 0) {
            return target.startsWith("/") ? target : "/" + target;
        }
        int path = target.indexOf('/', authority + 3);
        return path < 0 ? "/" : target.substring(path);
    }
}

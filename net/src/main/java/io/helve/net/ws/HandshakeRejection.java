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
 * The reason why a listener refuses a request.
 *
 * @param status the status of the response
 * @param why what is wrong with the request, for the log
 * @param otherProtocols the subprotocols of the request if they are the reason; null otherwise
 */
record HandshakeRejection(HttpResponseStatus status, String why, List<String> otherProtocols) {
    HandshakeRejection(HttpResponseStatus status, String why) {
        this(status, why, null);
    }

    /**
     * Checks the first line and the host of a request, before its path is looked up. {@return the reason to refuse it,
     * or null}
     */
    static HandshakeRejection ofHead(HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            return malformed(request.decoderResult().cause());
        }
        if (!request.protocolVersion().equals(HttpVersion.HTTP_1_1)
                || request.headers().getAll(HttpHeaderNames.HOST).size() != 1) {
            return new HandshakeRejection(HttpResponseStatus.BAD_REQUEST, "a request that is not HTTP/1.1 with a host");
        }
        try {
            requestedUrl(request);
        } catch (AioException e) {
            return new HandshakeRejection(HttpResponseStatus.BAD_REQUEST, "a request for " + path(request));
        }
        return null;
    }

    /** {@return the target of a request as a URL} */
    static StreamUrl requestedUrl(HttpRequest request) {
        return StreamUrl.parse("ws://host" + target(request));
    }

    /** {@return the refusal of a request for a path without a listener} */
    static HandshakeRejection unknownPath(HttpRequest request) {
        return new HandshakeRejection(HttpResponseStatus.NOT_FOUND, "a request for " + path(request));
    }

    /** {@return the refusal of a request over a connection whose security differs from that of the listener} */
    static HandshakeRejection otherSecurity(HttpRequest request) {
        return new HandshakeRejection(
                HttpResponseStatus.MISDIRECTED_REQUEST,
                "a request for " + path(request)
                        + ", whose listener has another TLS configuration than the oldest listener of the port");
    }

    /** {@return the refusal of a request for a listener at which too many connections wait to be accepted} */
    static HandshakeRejection busy(HttpRequest request) {
        return new HandshakeRejection(
                HttpResponseStatus.SERVICE_UNAVAILABLE,
                "a request for " + path(request) + ", whose listener has too many connections that nobody accepts");
    }

    /** Checks a request for a listener. {@return the first reason to refuse it, or null} */
    static HandshakeRejection of(HttpRequest request, WsSettings settings) {
        HttpHeaders headers = request.headers();
        if (!isAllowed(headers.getAll(HttpHeaderNames.ORIGIN), settings.origins())) {
            return new HandshakeRejection(HttpResponseStatus.FORBIDDEN, "a request of a page of another origin");
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
                            + settings.protocol(),
                    protocols);
        }
        return null;
    }

    private static boolean isAllowed(List<String> named, List<String> allowed) {
        return named.isEmpty()
                || allowed.contains("*")
                || named.size() == 1 && allowed.stream().anyMatch(named.get(0)::equalsIgnoreCase);
    }

    /**
     * Describes a request that Netty could not parse. Netty's message is left out, because Netty quotes the peer and a
     * request may hold secrets.
     */
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

    /** {@return the path of a request for the log, without the query, in which there may be secrets} */
    private static String path(HttpRequest request) {
        return request.uri().split("[?#]", 2)[0];
    }

    /** {@return the path and the query of a request, whose target may be a whole URL} */
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

package io.helve.net.ws;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.net.tcp.HostText;
import io.helve.stream.StreamUrl;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import java.util.Map;

/**
 * The handshake of a dialer, RFC 6455 section 4.1: sends the request and checks the response. It is stricter than
 * Netty's handshaker, which takes responses with unrequested extensions or several accept headers, and quotes peers in
 * messages.
 */
final class ClientHandshake extends ChannelInboundHandlerAdapter {
    private final StreamUrl url;
    private final WsSettings settings;
    private final WebSocket socket;
    private final String key;
    private final ProtocolSwitch next;
    private final HttpResponseDecoder decoder = new HttpResponseDecoder(Http.limits());
    private final HttpRequestEncoder encoder = new HttpRequestEncoder();

    /** The response, once it has been checked; null before. */
    private HttpResponse response;

    ClientHandshake(StreamUrl url, WsSettings settings, WebSocket socket, String key, ProtocolSwitch next) {
        this.url = url;
        this.settings = settings;
        this.socket = socket;
        this.key = key;
        this.next = next;
    }

    void begin(Channel channel) {
        channel.pipeline().addLast(decoder, encoder, this);
        channel.writeAndFlush(request()).addListener(written -> {
            if (written.isSuccess()) {
                channel.read();
            } else {
                next.fail(written.cause());
            }
        });
    }

    private DefaultFullHttpRequest request() {
        DefaultFullHttpRequest request =
                new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, Http.target(url));
        HttpHeaders headers = request.headers();
        headers.set(HttpHeaderNames.HOST, host());
        for (Map.Entry<String, String> header : settings.headers().entrySet()) {
            headers.set(header.getKey(), header.getValue());
        }
        headers.set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
        headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
        headers.set(HttpHeaderNames.SEC_WEBSOCKET_KEY, key);
        headers.set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, "13");
        headers.remove(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS);
        headers.remove(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL);
        if (settings.protocol() != null) {
            headers.set(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, settings.protocol());
        }
        return request;
    }

    private String host() {
        String name = HostText.withoutZone(url.host());
        String host = name.indexOf(':') >= 0 ? "[" + name + "]" : name;
        boolean usual = url.port() == (url.scheme().startsWith("wss") ? 443 : 80);
        return usual ? host : host + ":" + url.port();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (next.isOver()) {
                return;
            }
            if (message instanceof HttpResponse received) {
                String fault = fault(received);
                if (fault == null) {
                    response = received;
                } else {
                    tellOfOtherProtocols(received);
                    next.fail(new AioException(AioError.EPROTO, fault));
                }
            }
            if (message instanceof LastHttpContent && response != null) {
                next.complete(
                        socket, Http.target(url), settings.protocol(), response.headers(), encoder, this, decoder);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    /** Tells which subprotocols a response names, if the one that was asked for is not among them. */
    private void tellOfOtherProtocols(HttpResponse received) {
        List<String> named = Http.tokens(received.headers().getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL));
        if (settings.protocol() != null && !named.isEmpty() && !named.contains(settings.protocol())) {
            settings.mismatch().accept(named);
        }
    }

    /** {@return what is wrong with a response, or null} */
    private String fault(HttpResponse received) {
        HttpHeaders headers = received.headers();
        if (received.decoderResult().isFailure()) {
            return "the answer is not HTTP: " + received.decoderResult().cause().getMessage();
        }
        if (!received.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
            return "the server answers " + received.status() + " for " + Http.target(url);
        }
        if (!headers.containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
                || !headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)) {
            return "the server switches to something else than a WebSocket";
        }
        if (!List.of(HandshakeKey.answer(key)).equals(headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT))) {
            return "the server's answer does not belong to the request";
        }
        if (!Http.tokens(headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS))
                .isEmpty()) {
            return "the server uses extensions that nobody has asked for";
        }
        List<String> wanted = settings.protocol() == null ? List.of() : List.of(settings.protocol());
        List<String> protocols = Http.tokens(headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL));
        return protocols.equals(wanted)
                ? null
                : "the server answers with the subprotocols " + Subprotocols.shown(protocols) + ", wanted is " + wanted;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (!next.isOver()) {
            context.read();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        ReferenceCountUtil.release(event);
        next.fail(new AioException(AioError.ECONNRESET, "the connection has ended in the handshake"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        next.fail(cause);
    }
}

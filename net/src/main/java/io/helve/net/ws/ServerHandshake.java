package io.helve.net.ws;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.net.scheme.InputEnded;
import io.helve.net.scheme.LingeringClose;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.Map;

/**
 * The handshake of a listener, RFC 6455 section 4.2: finds the listener for the path of a request, checks the request
 * and answers it. Nothing but the head of a request is kept. Netty's handshaker is not used because it does not answer
 * refusals with the status and headers that the RFC asks for, and quotes peers, whose requests may hold secrets, in its
 * messages.
 */
final class ServerHandshake extends ChannelInboundHandlerAdapter {
    private final PathRoutes routes;
    private final PortSecurity security;
    private final ProtocolSwitch next;
    private final HttpRequestDecoder decoder = new RequestDecoder();
    private final HttpResponseEncoder encoder = new HttpResponseEncoder();

    /** The listener to which the request goes; null until the path of the request has been found. */
    private PathRoute route;

    /** The settings of that listener; null as long as there is none. */
    private WsSettings settings;

    /** The request, once it has been checked; null before. */
    private HttpRequest request;

    /**
     * The failure that a refused handshake ends with, however the connection ends: a peer that resets the connection
     * after the refusal does not hide the reason. Null before.
     */
    private AioException refused;

    /** The close that follows a refusal; null before. */
    private LingeringClose lingering;

    ServerHandshake(PathRoutes routes, PortSecurity security, ProtocolSwitch next) {
        this.routes = routes;
        this.security = security;
        this.next = next;
    }

    private void takeFor(PathRoute listener) {
        route = listener;
        settings = WsSettings.of(listener.handler().options());
    }

    void begin(Channel channel) {
        channel.pipeline().addLast(decoder, encoder, this);
        channel.read();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (refused != null || next.isOver()) {
                return;
            }
            if (message instanceof HttpRequest received) {
                HandshakeRejection refusal = check(received);
                if (refusal == null) {
                    request = received;
                } else {
                    refuse(context, refusal);
                }
            }
            if (message instanceof HttpContent content && refused == null) {
                if (content.content().isReadable()) {
                    refuse(context, new HandshakeRejection(HttpResponseStatus.BAD_REQUEST, "a request with a body"));
                } else if (content instanceof LastHttpContent) {
                    accept(context);
                }
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    /** Finds the listener for a request. {@return why the request is refused, or null} */
    private HandshakeRejection check(HttpRequest received) {
        HandshakeRejection refusal = HandshakeRejection.ofHead(received);
        if (refusal != null) {
            return refusal;
        }
        PathRoute found = routes.find(Http.route(HandshakeRejection.requestedUrl(received)));
        if (found == null) {
            return HandshakeRejection.unknownPath(received);
        }
        if (!security.suits(found)) {
            return HandshakeRejection.otherSecurity(received);
        }
        takeFor(found);
        return found.isBusy() ? HandshakeRejection.busy(received) : HandshakeRejection.of(received, settings);
    }

    private void accept(ChannelHandlerContext context) {
        FullHttpResponse response = response(HttpResponseStatus.SWITCHING_PROTOCOLS);
        HttpHeaders headers = response.headers();
        headers.set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
        headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
        headers.set(
                HttpHeaderNames.SEC_WEBSOCKET_ACCEPT,
                HandshakeKey.answer(request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_KEY)));
        if (settings.protocol() != null) {
            headers.set(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, settings.protocol());
        }
        routes.chosen(context.channel(), route); // first, because a write that fails may close the channel at once
        // The response leaves when the handshake has succeeded here. If the listener closes first, the dialer must not
        // be told that it is connected, because it would then wait for a close frame that nobody sends.
        context.write(response);
        boolean succeeded = next.complete(
                new WebSocket(
                        settings,
                        null,
                        next.below(),
                        route.handler().owner().share().unfinished()),
                HandshakeRejection.target(request),
                settings.protocol(),
                request.headers(),
                encoder,
                this,
                decoder);
        if (succeeded) {
            context.channel().flush();
        }
    }

    private FullHttpResponse response(HttpResponseStatus status) {
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.EMPTY_BUFFER);
        // a refusal for an unknown path is the port's, and shows nothing of the tenants that share the port
        Map<String, String> own = settings == null ? Map.of() : settings.headers();
        for (Map.Entry<String, String> header : own.entrySet()) {
            response.headers().set(header.getKey(), header.getValue());
        }
        response.headers()
                .remove(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL)
                .remove(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS);
        response.headers().remove(HttpHeaderNames.TRANSFER_ENCODING).remove(HttpHeaderNames.CONTENT_LENGTH);
        return response;
    }

    private void refuse(ChannelHandlerContext context, HandshakeRejection refusal) {
        refused = new AioException(AioError.EPROTO, refusal.why());
        FullHttpResponse response = response(refusal.status());
        HttpHeaders headers = response.headers();
        headers.set(HttpHeaderNames.CONTENT_LENGTH, 0);
        headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        if (refusal.status().equals(HttpResponseStatus.UPGRADE_REQUIRED)) {
            headers.set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
            headers.set(HttpHeaderNames.CONNECTION, "close, Upgrade");
            headers.set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, "13");
        } else if (refusal.status().equals(HttpResponseStatus.METHOD_NOT_ALLOWED)) {
            headers.set(HttpHeaderNames.ALLOW, "GET");
        } else if (refusal.status().equals(HttpResponseStatus.FORBIDDEN)) {
            route.handler().network().counters().originsRefused.increment();
        }
        if (refusal.otherProtocols() != null) {
            headers.set(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, settings.protocol()); // tells the peer why
            settings.mismatch().accept(refusal.otherProtocols());
        }
        ChannelFuture written = context.writeAndFlush(response);
        lingering = new LingeringClose(context.channel(), next.ending(), written, () -> next.fail(refused));
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (!next.isOver()) {
            context.read();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        boolean ended = event instanceof ChannelInputShutdownEvent || event instanceof InputEnded;
        ReferenceCountUtil.release(event);
        if (ended && lingering != null) {
            lingering.inputEnded();
        } else if (ended) {
            next.fail(new AioException(AioError.ECONNRESET, "the connection has ended in the handshake"));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        next.fail(refused == null ? cause : refused);
    }
}

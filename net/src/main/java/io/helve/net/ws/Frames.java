package io.helve.net.ws;

import io.helve.internal.UnfinishedMessages;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameMaskGenerator;

/**
 * Sets up Netty's codec for one side of a connection, and splits messages into frames.
 *
 * @param settings the settings of the dialer or listener
 * @param masks makes the masks of a dialer; null on the listener's side, which must not mask
 * @param unfinished the messages of the tenant of which a part has arrived
 */
record Frames(WsSettings settings, WebSocketFrameMaskGenerator masks, UnfinishedMessages unfinished) {
    /** Adds the codec right below a handler, to which it throws violations as exceptions. */
    void addBelow(ChannelHandlerContext context) {
        addBelow(
                context,
                new CountedFrameDecoder(
                        WebSocketDecoderConfig.newBuilder()
                                .expectMaskedFrames(masks == null)
                                .allowMaskMismatch(false)
                                .allowExtensions(false)
                                .maxFramePayloadLength(settings.frameMax())
                                .closeOnProtocolViolation(false)
                                .build(),
                        unfinished));
        addBelow(context, masks == null ? new WebSocket13FrameEncoder(false) : new WebSocket13FrameEncoder(masks));
        if (settings.receiveText()) {
            addBelow(context, new Utf8FrameValidator(false));
        }
    }

    private static void addBelow(ChannelHandlerContext context, ChannelHandler handler) {
        context.pipeline().addBefore(context.name(), null, handler);
    }

    /** Writes a message, in as many frames as it needs. */
    void write(ChannelHandlerContext context, ByteBuf message, ChannelPromise promise) {
        int max = settings.sendFrameMax();
        boolean first = true;
        while (message.readableBytes() > max) {
            context.write(frame(first, false, message.readRetainedSlice(max)), context.voidPromise());
            first = false;
        }
        context.write(frame(first, true, message), promise);
    }

    private WebSocketFrame frame(boolean first, boolean last, ByteBuf data) {
        if (!first) {
            return new ContinuationWebSocketFrame(last, 0, data);
        }
        return settings.sendText() ? new TextWebSocketFrame(last, 0, data) : new BinaryWebSocketFrame(last, 0, data);
    }
}

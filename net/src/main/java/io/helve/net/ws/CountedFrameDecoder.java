package io.helve.net.ws;

import io.helve.internal.UnfinishedMessages;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;

/**
 * Netty's decoder, which keeps a frame on the heap until its last byte has arrived. What it keeps counts among the
 * unfinished messages of the tenant; a frame that has to give way ends its connection.
 */
final class CountedFrameDecoder extends WebSocket13FrameDecoder {
    private final UnfinishedMessages unfinished;
    private UnfinishedMessages.Entry entry;

    CountedFrameDecoder(WebSocketDecoderConfig config, UnfinishedMessages unfinished) {
        super(config);
        this.unfinished = unfinished;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) throws Exception {
        entry = new UnfinishedMessages.Entry(context.channel()::close);
        super.handlerAdded(context);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        super.channelRead(context, message);
        int kept = context.isRemoved() ? 0 : internalBuffer().capacity();
        if (kept == 0) {
            unfinished.ended(entry);
        } else if (!unfinished.holds(entry, kept)) {
            context.close();
        }
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext context) throws Exception {
        unfinished.ended(entry);
        super.handlerRemoved0(context);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        super.channelInactive(context);
        unfinished.ended(entry);
    }
}

package io.helve.net.scheme;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;

/**
 * Tells when the peer of a connection sends its first bytes, and leaves the pipeline then. The handler stands next to
 * the socket, before TLS.
 */
public final class FirstBytes extends ChannelInboundHandlerAdapter {
    private final Runnable heard;

    /**
     * Makes the handler.
     *
     * @param heard called once, on the event loop
     */
    public FirstBytes(Runnable heard) {
        this.heard = heard;
    }

    /**
     * Moves the handler next to the socket again, if it is still in the pipeline and others have been added there.
     *
     * @param pipeline the pipeline
     */
    public static void moveToFront(ChannelPipeline pipeline) {
        FirstBytes present = pipeline.get(FirstBytes.class);
        if (present != null) {
            pipeline.remove(present);
            Sockets.addFirst(pipeline, present);
        }
    }

    @Override
    public boolean isSharable() {
        return true; // so that it may be added again
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object data) {
        heard.run();
        context.fireChannelRead(data);
        if (!context.isRemoved()) {
            context.pipeline().remove(this);
        }
    }
}

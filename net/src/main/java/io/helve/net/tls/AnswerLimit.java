package io.helve.net.tls;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;

/**
 * Bounds what a peer can make the engine answer: over TLS 1.3 a peer may ask for new keys as often as it likes, each
 * request is answered with a record, and the answers of a peer that does not read pile up. The handler stands between
 * the socket and Netty's TLS handler. It counts the records that the engine writes while it takes the peer's data, and
 * while more than {@value #LIMIT} bytes of them have not gone out, it does not read from the socket.
 *
 * <p>Records with data of streams do not count, since two honest peers that both send more than the other takes would
 * otherwise wait for each other; {@link SecureChannel#isWriting} tells when a stream writes. All methods run on the
 * channel's event loop.
 */
final class AnswerLimit extends ChannelDuplexHandler {
    private static final int LIMIT = 16 << 10;

    /** A buffer whose capacity is more than so many times its content is replaced by a buffer that fits. */
    private static final int SPACIOUS = 4;

    private final SecureChannel secured;

    /** Whether the engine takes data of the peer at the moment. */
    private boolean taking;

    /** How many bytes of answers have not gone out. */
    private int unsent;

    /** Whether a read was asked for and is put off. */
    private boolean putOff;

    AnswerLimit(SecureChannel secured) {
        this.secured = secured;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object data) {
        taking = true;
        try {
            context.fireChannelRead(data);
        } finally {
            taking = false;
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object data, ChannelPromise promise) {
        if (!taking || secured.isWriting() || !(data instanceof ByteBuf record)) {
            context.write(data, promise);
            return;
        }
        int bytes = record.readableBytes();
        unsent += bytes;
        // the TLS handler makes buffers for whole records, of which an answer fills a few bytes
        ByteBuf fitting = record;
        if (record.capacity() > SPACIOUS * bytes) {
            fitting = context.alloc().buffer(bytes).writeBytes(record);
            record.release();
        }
        context.write(fitting, promise.unvoid().addListener(written -> sent(context, bytes)));
    }

    private void sent(ChannelHandlerContext context, int bytes) {
        unsent -= bytes;
        if (putOff && unsent <= LIMIT) {
            putOff = false;
            context.read();
        }
    }

    @Override
    public void read(ChannelHandlerContext context) {
        if (unsent > LIMIT) {
            putOff = true;
        } else {
            context.read();
        }
    }
}

package io.helve.net.tls;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/**
 * Refuses renegotiation, which the JDK allows unless the whole process forbids it. The guard stands before the engine
 * and follows the types of records: over TLS 1.2 a handshake ends with one message after the change of the cipher, so a
 * second handshake record after that begins another handshake. TLS 1.3 has no renegotiation.
 *
 * <p>The guard also drops data that arrives after the peer's end: the engine takes none of it, and Netty's handler
 * would keep all of it in memory.
 */
final class RenegotiationGuard extends ChannelInboundHandlerAdapter {
    private static final int HEADER = 5;
    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int HANDSHAKE = 22;

    private final SecureChannel secured;

    /** How many bytes of the current record's header have arrived, and the type and length that they tell. */
    private int headerBytes;

    private int type;
    private int left;
    private boolean cipherChanged;
    private int handshakesBehind;

    RenegotiationGuard(SecureChannel secured) {
        this.secured = secured;
    }

    /** {@return whether the peer has begun another handshake, if this is TLS 1.2} */
    boolean isCrossed() {
        return handshakesBehind > 1;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object piece) {
        if (secured.hasInputEnded()) {
            ReferenceCountUtil.release(piece);
            return;
        }
        follow((ByteBuf) piece);
        if (isCrossed() && secured.refusesRenegotiation()) {
            ReferenceCountUtil.release(piece);
        } else {
            context.fireChannelRead(piece);
        }
    }

    private void follow(ByteBuf data) {
        int at = data.readerIndex();
        while (at < data.writerIndex()) {
            if (headerBytes < HEADER) {
                int each = data.getUnsignedByte(at++);
                if (headerBytes == 0) {
                    type = each;
                }
                left = left << 8 & 0xffff | each; // the last two bytes of the header are the length
                if (++headerBytes == HEADER) {
                    begin();
                }
            } else {
                int part = Math.min(left, data.writerIndex() - at);
                at += part;
                left -= part;
            }
            if (headerBytes == HEADER && left == 0) {
                headerBytes = 0;
            }
        }
    }

    private void begin() {
        if (type == CHANGE_CIPHER_SPEC) {
            cipherChanged = true;
        } else if (type == HANDSHAKE && cipherChanged) {
            handshakesBehind++;
        }
    }
}

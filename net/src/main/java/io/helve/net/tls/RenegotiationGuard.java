package io.helve.net.tls;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/**
 * Keeps from the engine what it must not see. Refuses renegotiation, which the JDK allows unless the whole process
 * forbids it. Stands before the engine and looks at the types of records: over TLS 1.2 a handshake ends with one
 * message behind the change of the cipher, and whatever handshake message follows begins another one. Over TLS 1.3
 * there is no renegotiation.
 *
 * <p>Also drops what comes behind the peer's end: the engine takes none of it, and Netty's handler would keep it all.
 */
final class RenegotiationGuard extends ChannelInboundHandlerAdapter {
    private static final int HEADER = 5;
    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int HANDSHAKE = 22;

    private final SecureChannel secured;

    /** How much of the current record's header has come, and what it says. */
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
                left = left << 8 & 0xffff | each; // the last two bytes are the length
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

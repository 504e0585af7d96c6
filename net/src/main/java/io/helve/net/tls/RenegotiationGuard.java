package io.helve.net.tls;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Refuses renegotiation, which the JDK allows unless the whole process forbids it. The guard stands before the engine
 * and follows the types of records: over TLS 1.2 a handshake ends with one message after the change of the cipher, so a
 * second handshake record after that begins another handshake. TLS 1.3 has no renegotiation.
 *
 * <p>The guard also refuses floods of records that bring no data ({@link UselessRecords}), and drops data that arrives
 * after the peer's end: the engine takes none of it, and Netty's handler would keep all of it in memory.
 */
final class RenegotiationGuard extends ChannelInboundHandlerAdapter {
    private static final int HEADER = 5;
    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int HANDSHAKE = 22;

    /** How many records the engine takes at a time. */
    private static final int TOGETHER = 128;

    private final SecureChannel secured;

    /** How many bytes of the current record's header have arrived, and the type and length that they tell. */
    private int headerBytes;

    private int type;
    private int left;
    private boolean cipherChanged;
    private int handshakesBehind;

    private final UselessRecords useless = new UselessRecords(System::nanoTime);

    RenegotiationGuard(SecureChannel secured) {
        this.secured = secured;
    }

    /** {@return whether the peer has begun another handshake, if this is TLS 1.2} */
    boolean isCrossed() {
        return handshakesBehind > 1;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object piece) {
        ByteBuf data = (ByteBuf) piece;
        for (int end = follow(data); !refuses(); end = follow(data)) {
            if (end == data.writerIndex()) {
                context.fireChannelRead(data);
                return;
            }
            context.fireChannelRead(data.readRetainedSlice(end - data.readerIndex()));
        }
        data.release();
    }

    /** {@return whether the engine takes no more data} Tells the stream why if that is not the peer's end. */
    private boolean refuses() {
        return secured.hasInputEnded()
                || isCrossed() && secured.refusesRenegotiation()
                || useless.areTooMany() && secured.refusesFlood();
    }

    /**
     * Follows the records of data, but not more records than {@value #TOGETHER}: the engine takes these before the
     * guard looks at the next ones.
     *
     * @return the index up to which it has followed them
     */
    private int follow(ByteBuf data) {
        int at = data.readerIndex();
        int begun = 0;
        while (at < data.writerIndex() && begun < TOGETHER) {
            if (headerBytes < HEADER) {
                int each = data.getUnsignedByte(at++);
                if (headerBytes == 0) {
                    type = each;
                }
                left = left << 8 & 0xffff | each; // the last two bytes of the header are the length
                if (++headerBytes == HEADER) {
                    begun++;
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
        return at;
    }

    /** A record of the peer has brought data. */
    void broughtData() {
        useless.broughtData();
    }

    private void begin() {
        if (secured.isOpen()) {
            useless.recordBegins();
        }
        if (type == CHANGE_CIPHER_SPEC) {
            cipherChanged = true;
        } else if (type == HANDSHAKE && cipherChanged) {
            handshakesBehind++;
        }
    }
}

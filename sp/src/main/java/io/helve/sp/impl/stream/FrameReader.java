package io.helve.sp.impl.stream;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.message.Message;
import io.helve.message.Messages;
import io.helve.stream.MessageFraming;
import java.nio.ByteBuffer;

/** Reads frames: makes messages of a stream of bytes. */
final class FrameReader extends PipeReader {
    private static final int MESSAGE = 1;

    private final Messages messages;
    private final boolean typed;
    private final int most;
    private final MessageAssembler partial;

    /** The length of the message of which not all has arrived, or -1 between messages. */
    private int expected = -1;

    FrameReader(StreamPipe pipe, TenantBuffers buffers, Messages messages, MessageFraming framing, int most) {
        super(pipe, buffers);
        this.messages = messages;
        this.typed = framing == MessageFraming.TYPED;
        this.most = most;
        partial = new MessageAssembler(messages, buffers.unfinished(), this::giveWay);
    }

    @Override
    Message next(ByteBuffer bytes) {
        if (expected < 0) {
            if (bytes.remaining() < (typed ? 9 : 8)) {
                return null;
            }
            int length = readPrefix(bytes);
            if (length <= bytes.remaining()) {
                return message(bytes, length);
            }
            expected = length;
        }
        int part = Math.min(expected - partial.filled(), bytes.remaining());
        if (part > 0) {
            partial.add(bytes, part, expected);
        }
        if (partial.filled() < expected) {
            return null;
        }
        expected = -1;
        return partial.take();
    }

    /** Makes a message of the next bytes. */
    private Message message(ByteBuffer bytes, int length) {
        int limit = bytes.limit();
        bytes.limit(bytes.position() + length);
        Message message = messages.of(bytes);
        bytes.limit(limit);
        return message;
    }

    private int readPrefix(ByteBuffer bytes) {
        if (typed) {
            byte type = bytes.get();
            if (type != MESSAGE) {
                throw new AioException(AioError.EPROTO, "a frame of type " + type);
            }
        }
        long length = bytes.getLong();
        if (length < 0 || length > most) {
            throw new AioException(AioError.EMSGSIZE, "a message of " + Long.toUnsignedString(length) + " bytes");
        }
        return (int) length;
    }

    @Override
    void dropPartial() {
        partial.drop();
        expected = -1;
    }
}

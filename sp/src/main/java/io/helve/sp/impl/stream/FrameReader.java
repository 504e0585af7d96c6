package io.helve.sp.impl.stream;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.sp.impl.message.MessagePool;
import io.helve.sp.impl.message.SpMessage;
import io.helve.stream.MessageFraming;
import java.nio.ByteBuffer;

/** Reads frames: makes messages of a stream of bytes. */
final class FrameReader extends PipeReader {
    private static final int MESSAGE = 1;

    private final MessagePool pool;
    private final boolean typed;
    private final int most;
    private final MessageAssembler partial;

    /** The length of the message of which not all has arrived, or -1 between messages. */
    private int expected = -1;

    FrameReader(StreamPipe pipe, TenantBuffers buffers, MessagePool pool, MessageFraming framing, int most) {
        super(pipe, buffers);
        this.pool = pool;
        this.typed = framing == MessageFraming.TYPED;
        this.most = most;
        partial = new MessageAssembler(pool);
    }

    @Override
    SpMessage next(ByteBuffer bytes) {
        if (expected < 0) {
            if (bytes.remaining() < (typed ? 9 : 8)) {
                return null;
            }
            int length = readPrefix(bytes);
            if (length <= bytes.remaining()) {
                SpMessage message = pool.allocDirty(length);
                bytes.get(message.array(), message.arrayOffset(), length);
                return message;
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

package io.helve.sp.impl.stream;

import io.helve.aio.Aio;
import io.helve.sp.impl.message.MessagePool;
import io.helve.sp.impl.message.SpMessage;
import java.nio.ByteBuffer;

/** Makes messages of the stream's messages, which may arrive in parts. */
final class MessageReader extends PipeReader {
    private final MessagePool pool;
    private final int most;
    private final MessageAssembler partial;
    private boolean fresh;
    private boolean last;

    MessageReader(StreamPipe pipe, TenantBuffers buffers, MessagePool pool, int most) {
        super(pipe, buffers);
        this.pool = pool;
        this.most = most;
        partial = new MessageAssembler(pool);
    }

    @Override
    void arrived(Aio aio) {
        fresh = true;
        last = aio.getOutput(1) == Boolean.TRUE;
    }

    @Override
    SpMessage next(ByteBuffer bytes) {
        if (!fresh) {
            return null;
        }
        fresh = false;
        int length = bytes.remaining();
        if (last && partial.isEmpty() && length <= most) {
            SpMessage message = pool.allocDirty(length);
            bytes.get(message.array(), message.arrayOffset(), length);
            return message;
        }
        partial.add(bytes, length, most);
        return last ? partial.take() : null;
    }

    @Override
    void dropPartial() {
        partial.drop();
    }
}

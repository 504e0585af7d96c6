package io.helve.sp.impl.stream;

import io.helve.aio.Aio;
import io.helve.message.Message;
import io.helve.message.Messages;
import java.nio.ByteBuffer;

/** Makes messages of the stream's messages, which may arrive in parts. */
final class MessageReader extends PipeReader {
    private final Messages messages;
    private final int most;
    private final MessageAssembler partial;
    private boolean fresh;
    private boolean last;

    MessageReader(StreamPipe pipe, TenantBuffers buffers, Messages messages, int most) {
        super(pipe, buffers);
        this.messages = messages;
        this.most = most;
        partial = new MessageAssembler(messages, buffers.unfinished(), this::giveWay);
    }

    @Override
    void arrived(Aio aio) {
        fresh = true;
        last = aio.getOutput(1) == Boolean.TRUE;
    }

    @Override
    Message next(ByteBuffer bytes) {
        if (!fresh) {
            return null;
        }
        fresh = false;
        int length = bytes.remaining();
        if (last && partial.isEmpty() && length <= most) {
            return messages.of(bytes);
        }
        partial.add(bytes, length, most);
        return last ? partial.take() : null;
    }

    @Override
    void dropPartial() {
        partial.drop();
    }
}

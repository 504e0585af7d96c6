package io.helve.itest.foreign;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.message.Message;
import io.helve.sp.SpOptions;
import io.helve.sp.provider.SpPipeEnd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;

/** Reads frames and delivers their messages. Everything happens on the loop. */
final class FrameInput {
    /** How much is reserved for a message of which only the beginning has arrived. */
    private static final int FIRST = 64 << 10;

    /** After so many reads another channel has its turn. */
    private static final int ROUNDS = 16;

    private final FramePipe pipe;
    private final int most;

    /** The bytes that have arrived, ready to be taken; null before the first read and at the end. */
    private ByteBuffer buffer;

    private SpPipeEnd end;

    /** A message that the socket had no room for; null otherwise. */
    private Message complete;

    /** A message of which a part has arrived; null otherwise. */
    private Message partial;

    /** The length of the partial message, or -1. */
    private int expected = -1;

    FrameInput(FramePipe pipe) {
        this.pipe = pipe;
        int wanted = pipe.host.get(SpOptions.RECEIVE_MAX);
        most = wanted == 0 ? Integer.MAX_VALUE - 64 : wanted;
    }

    void begin(SpPipeEnd newEnd) {
        pipe.loop.execute(() -> {
            end = newEnd;
            buffer = pipe.buffer().flip();
            if (pipe.isClosed()) {
                release();
            } else {
                read();
            }
        });
    }

    /** Delivers and reads until nothing is left, or the socket has no room. */
    void read() {
        if (buffer == null) {
            return;
        }
        try {
            for (int round = 0; round < ROUNDS; round++) {
                if (!deliver()) {
                    pipe.wantNot(SelectionKey.OP_READ);
                    return;
                }
                buffer.compact();
                int count = pipe.channel.read(buffer);
                buffer.flip();
                if (count < 0) {
                    deliver();
                    pipe.lost(AioError.ECONNSHUT);
                    return;
                }
                if (count == 0) {
                    pipe.want(SelectionKey.OP_READ);
                    return;
                }
            }
            pipe.loop.execute(this::read);
        } catch (IOException e) {
            pipe.lost(Failures.of(e));
        } catch (AioException e) {
            end.delivered();
            pipe.lost(e.error());
        }
    }

    /** {@return whether all whole messages in the buffer have been delivered} */
    private boolean deliver() {
        if (pipe.isLingering()) {
            complete = null;
            partial = null;
            buffer.clear().flip();
            return true;
        }
        for (; ; ) {
            if (complete == null) {
                complete = next();
            }
            if (complete == null || !end.deliver(complete)) {
                end.delivered();
                return complete == null;
            }
            complete = null;
        }
    }

    /** {@return the next message, or null if more bytes have to arrive} */
    private Message next() {
        if (expected < 0) {
            if (buffer.remaining() < 8) {
                return null;
            }
            long length = buffer.getLong();
            if (length < 0 || length > most) {
                throw new AioException(AioError.EMSGSIZE, "a message of " + Long.toUnsignedString(length) + " bytes");
            }
            expected = (int) length;
        }
        if (partial == null && buffer.remaining() >= expected) {
            int limit = buffer.limit();
            buffer.limit(buffer.position() + expected);
            Message whole = pipe.host.messages().of(buffer);
            buffer.limit(limit);
            expected = -1;
            return whole;
        }
        append();
        if (partial.length() < expected) {
            return null;
        }
        Message whole = partial;
        partial = null;
        expected = -1;
        return whole;
    }

    private void append() {
        if (partial == null) {
            partial = pipe.host.messages().alloc();
            partial.reserve(Math.min(expected, FIRST));
        }
        int count = Math.min(expected - partial.length(), buffer.remaining());
        if (count > partial.capacity() - partial.length()) {
            long wanted = Math.max(4L * partial.capacity(), (long) partial.length() + count);
            partial.reserve((int) Math.min(expected, wanted));
        }
        int limit = buffer.limit();
        buffer.limit(buffer.position() + count);
        partial.append(buffer);
        buffer.limit(limit);
    }

    void release() {
        pipe.give(buffer);
        buffer = null;
        complete = null;
        partial = null;
    }
}

package io.helve.itest.memory;

import io.helve.aio.AioError;
import io.helve.message.Message;
import io.helve.message.Messages;
import io.helve.sp.provider.SpOutgoingMessage;
import io.helve.sp.provider.SpPipeEnd;
import io.helve.sp.provider.SpTransportPipe;
import io.helve.stream.StreamProperty;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/** One side of a connection. It moves messages from its own socket to the other. */
final class MemoryPipe implements SpTransportPipe {
    private final Messages messages;
    private final AtomicInteger calls = new AtomicInteger();
    private MemoryPipe peer;
    private volatile SpPipeEnd end;
    private volatile boolean closed;

    /** A message that the other side had no room for; of the thread that moves. */
    private Message kept;

    private MemoryPipe(Messages messages) {
        this.messages = messages;
    }

    static MemoryPipe connect(Messages messages) {
        MemoryPipe pipe = new MemoryPipe(messages);
        pipe.peer = new MemoryPipe(messages);
        pipe.peer.peer = pipe;
        return pipe;
    }

    MemoryPipe peer() {
        return peer;
    }

    @Override
    public void attach(SpPipeEnd newEnd) {
        end = newEnd;
        if (peer.closed) {
            newEnd.closed(AioError.ECONNSHUT);
        } else {
            move();
            peer.move();
        }
    }

    @Override
    public void sendable() {
        move();
    }

    @Override
    public void receivable() {
        peer.move();
    }

    /** Moves all messages. If another thread is moving messages, that thread makes a further round instead. */
    private void move() {
        if (calls.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            if (end != null && peer.end != null) {
                move(end, peer.end);
            }
            seen = calls.addAndGet(-seen);
        } while (seen != 0);
    }

    private void move(SpPipeEnd from, SpPipeEnd to) {
        for (; ; ) {
            if (kept == null) {
                SpOutgoingMessage sent = from.take();
                if (sent == null) {
                    break;
                }
                kept = copied(sent);
            }
            if (!to.deliver(kept)) {
                break;
            }
            kept = null;
        }
        to.delivered();
    }

    /** A message with header and body of another in its body, as it arrives. */
    private Message copied(SpOutgoingMessage sent) {
        Message copy = messages.alloc();
        for (ByteBuffer part : sent.wire()) {
            copy.append(part);
        }
        sent.dispose();
        return copy;
    }

    @Override
    public <T> T get(StreamProperty<T> property) {
        return null;
    }

    @Override
    public void close() {
        move();
        closed = true;
        SpPipeEnd other = peer.end;
        if (other != null) {
            other.closed(AioError.ECONNSHUT);
        }
    }
}

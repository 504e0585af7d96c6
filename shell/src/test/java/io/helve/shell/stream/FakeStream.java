package io.helve.shell.stream;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.provider.AioOperation;
import io.helve.stream.Stream;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamProperty;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** One side of a connection within this process. */
final class FakeStream implements Stream {
    private final FakeNetwork network;
    private final boolean messages;
    private final FakeQueue receivers = new FakeQueue(this::arrived);
    private final Deque<ByteBuffer> inbox = new ArrayDeque<>();
    private FakeStream other;
    private boolean peerEnded;
    private boolean ended;
    private AioError lost;

    private FakeStream(FakeNetwork network, boolean messages) {
        this.network = network;
        this.messages = messages;
        network.open.add(this);
    }

    static FakeStream[] pair(FakeNetwork network, boolean messages) {
        synchronized (network) {
            FakeStream one = new FakeStream(network, messages);
            FakeStream two = new FakeStream(network, messages);
            one.other = two;
            two.other = one;
            return new FakeStream[] {one, two};
        }
    }

    FakeStream other() {
        return other;
    }

    @Override
    public void send(Aio aio) {
        AioOperation operation = AioOperation.start(aio, null);
        if (operation == null) {
            return;
        }
        AioError error;
        long count = 0;
        synchronized (network) {
            error = lost != null ? lost : ended ? AioError.ECONNSHUT : AioError.OK;
            if (error == AioError.OK) {
                ByteBuffer content = copy(operation.iov());
                count = content.remaining();
                other.inbox.add(content);
            }
        }
        operation.finish(error, count);
        other.receivers.serve();
    }

    static ByteBuffer copy(ByteBuffer[] buffers) {
        ByteBuffer content = ByteBuffer.allocate(
                Arrays.stream(buffers).mapToInt(ByteBuffer::remaining).sum());
        for (ByteBuffer buffer : buffers) {
            content.put(buffer);
        }
        return content.flip();
    }

    @Override
    public void receive(Aio aio) {
        receivers.start(aio);
    }

    private FakeQueue.Result arrived(AioOperation operation) {
        synchronized (network) {
            ByteBuffer first = inbox.peek();
            if (first == null) {
                return lost != null
                        ? new FakeQueue.Result(lost, 0)
                        : peerEnded ? new FakeQueue.Result(AioError.ECONNSHUT, 0) : null;
            }
            if (messages) {
                operation.setOutput(0, inbox.remove());
                return new FakeQueue.Result(AioError.OK, first.remaining());
            }
            ByteBuffer to = operation.iov()[0];
            int n = Math.min(first.remaining(), to.remaining());
            to.put(first.slice(first.position(), n));
            first.position(first.position() + n);
            if (!first.hasRemaining()) {
                inbox.remove();
            }
            return new FakeQueue.Result(AioError.OK, n);
        }
    }

    @Override
    public void shutdown(Aio aio) {
        AioOperation operation = AioOperation.start(aio, null);
        if (operation == null) {
            return;
        }
        synchronized (network) {
            ended = true;
            other.peerEnded = true;
        }
        operation.finish(AioError.OK, 0);
        other.receivers.serve();
    }

    /** The connection is lost for both sides. */
    void reset() {
        synchronized (network) {
            lost = lost == null ? AioError.ECONNRESET : lost;
            other.lost = other.lost == null ? AioError.ECONNRESET : other.lost;
        }
        receivers.serve();
        other.receivers.serve();
    }

    @Override
    public boolean isMessageOriented() {
        return messages;
    }

    @Override
    public <T> T get(StreamProperty<T> property) {
        return property == StreamProperty.TRANSPORT ? property.type().cast("fake") : null;
    }

    @Override
    public <T> void set(StreamOption<T> option, T value) {
        throw new UnsupportedOperationException();
    }

    /** Closes this end. Unless the output was shut down before, the peer sees a lost connection. */
    @Override
    public void close() {
        boolean abrupt;
        synchronized (network) {
            network.open.remove(this);
            abrupt = !ended;
            lost = AioError.ECLOSED;
        }
        receivers.close(AioError.ECLOSED);
        if (abrupt) {
            reset();
        }
    }

    @Override
    public void stop() {
        close();
    }
}

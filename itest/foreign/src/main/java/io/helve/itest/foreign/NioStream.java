package io.helve.itest.foreign;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.stream.Stream;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamProperty;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicBoolean;

/** A connected channel. {@link Sends} and {@link Receives} have the operations of the two directions. */
final class NioStream implements Stream, NioLoop.Handler {
    final NioLoop loop;
    final SocketChannel channel;
    private final NioSession session;
    private final SocketAddress local;
    private final SocketAddress remote;
    private final Sends sends = new Sends(this);
    private final Receives receives = new Receives(this);
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile SelectionKey key;

    private NioStream(NioSession session, SocketChannel channel) throws IOException {
        this.session = session;
        this.channel = channel;
        local = channel.getLocalAddress();
        remote = channel.getRemoteAddress();
        loop = session.loops().acquire();
    }

    /** Makes a stream of a connected channel, which is closed if that fails. */
    static NioStream open(NioSession session, SocketChannel channel) throws IOException {
        NioStream stream = null;
        boolean done = false;
        try {
            stream = new NioStream(session, channel);
            stream.key = stream.loop.register(channel, 0, stream);
            session.add(stream);
            done = true;
            return stream;
        } finally {
            if (!done && stream != null) {
                stream.close();
            } else if (!done) {
                channel.close();
            }
        }
    }

    void want(int operation) {
        loop.want(key, operation);
    }

    void wantNot(int operation) {
        loop.wantNot(key, operation);
    }

    @Override
    public void ready(SelectionKey ready) {
        int operations = ready.readyOps();
        if ((operations & SelectionKey.OP_READ) != 0) {
            receives.ready();
        }
        if ((operations & SelectionKey.OP_WRITE) != 0) {
            sends.ready();
        }
    }

    @Override
    public void send(Aio aio) {
        sends.start(aio);
    }

    @Override
    public void receive(Aio aio) {
        receives.start(aio);
    }

    @Override
    public void shutdown(Aio aio) {
        sends.shutdown(aio);
    }

    @Override
    public boolean isMessageOriented() {
        return false;
    }

    @Override
    public <T> T get(StreamProperty<T> property) {
        if (property == StreamProperty.LOCAL_ADDRESS) {
            return property.type().cast(local);
        }
        return property == StreamProperty.REMOTE_ADDRESS ? property.type().cast(remote) : null;
    }

    @Override
    public <T> void set(StreamOption<T> option, T value) {
        throw new AioException(AioError.ENOTSUP, this + " has no option " + option);
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            // closed all the same
        }
        session.remove(this);
        sends.end(AioError.ECLOSED);
        receives.end(AioError.ECLOSED);
        loop.execute(() -> {}); // the selector releases the channel in its next round
        session.loops().release();
    }

    @Override
    public void stop() {
        close();
    }

    @Override
    public String toString() {
        return "nio " + local + " - " + remote;
    }
}

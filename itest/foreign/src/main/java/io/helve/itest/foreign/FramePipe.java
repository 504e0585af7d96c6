package io.helve.itest.foreign;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.sp.provider.SpPipeEnd;
import io.helve.sp.provider.SpTransportHost;
import io.helve.sp.provider.SpTransportPipe;
import io.helve.stream.StreamProperty;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * A connection after its handshake.
 *
 * <pre>
 *   NEW --attach--> OPEN --close--> LINGERING --the peer has closed too, or time is up--> CLOSED
 * </pre>
 *
 * A pipe that may not linger, or that loses its connection, is CLOSED at once.
 */
final class FramePipe implements SpTransportPipe, NioLoop.Handler {
    static final int BUFFER = 256 << 10;
    private static final Duration LINGER = Duration.ofSeconds(1);

    private enum State {
        NEW,
        OPEN,
        LINGERING,
        CLOSED
    }

    final NioLoop loop;
    final SocketChannel channel;
    final SpTransportHost host;
    private final SharedLoop loops;
    private final SelectionKey key;
    private final SocketAddress local;
    private final SocketAddress remote;
    private final FrameOutput output;
    private final FrameInput input;
    private volatile SpPipeEnd end;

    @GuardedBy("this")
    private State state = State.NEW;

    /** Ends the pipe when lingering takes too long; null before. */
    @GuardedBy("this")
    private Aio timer;

    FramePipe(SharedLoop loops, SocketChannel channel, SpTransportHost host) throws IOException {
        this.loops = loops;
        this.channel = channel;
        this.host = host;
        local = channel.getLocalAddress();
        remote = channel.getRemoteAddress();
        loop = loops.acquire();
        SelectionKey registered = null;
        try {
            registered = loop.register(channel, 0, this);
        } finally {
            if (registered == null) {
                loops.release();
            }
        }
        key = registered;
        output = new FrameOutput(this);
        input = new FrameInput(this);
    }

    void want(int operation) {
        loop.want(key, operation);
    }

    void wantNot(int operation) {
        loop.wantNot(key, operation);
    }

    /** {@return a direct buffer, or one on the heap if a budget is used up} */
    ByteBuffer buffer() {
        if (!host.directMemory().reserve(BUFFER)) {
            return ByteBuffer.allocate(BUFFER);
        }
        if (!host.allDirectMemory().reserve(BUFFER)) {
            host.directMemory().release(BUFFER);
            return ByteBuffer.allocate(BUFFER);
        }
        return ByteBuffer.allocateDirect(BUFFER);
    }

    void give(ByteBuffer buffer) {
        if (buffer != null && buffer.isDirect()) {
            host.directMemory().release(BUFFER);
            host.allDirectMemory().release(BUFFER);
        }
    }

    @Override
    public void ready(SelectionKey ready) {
        int operations = ready.readyOps();
        if ((operations & SelectionKey.OP_WRITE) != 0) {
            wantNot(SelectionKey.OP_WRITE);
            output.run();
        }
        if ((operations & SelectionKey.OP_READ) != 0) {
            input.read();
        }
    }

    @Override
    public void attach(SpPipeEnd newEnd) {
        synchronized (this) {
            if (state != State.NEW) {
                return;
            }
            state = State.OPEN;
            end = newEnd;
        }
        input.begin(newEnd);
        output.begin(newEnd);
    }

    @Override
    public void sendable() {
        output.sendable();
    }

    @Override
    public void receivable() {
        loop.execute(input::read);
    }

    @Override
    public <T> T get(StreamProperty<T> property) {
        if (property == StreamProperty.LOCAL_ADDRESS) {
            return property.type().cast(local);
        }
        return property == StreamProperty.REMOTE_ADDRESS ? property.type().cast(remote) : null;
    }

    synchronized boolean isLingering() {
        return state == State.LINGERING;
    }

    synchronized boolean isClosed() {
        return state == State.CLOSED;
    }

    /** The connection has ended, or the peer has broken the protocol. */
    void lost(AioError reason) {
        SpPipeEnd told = isLingering() ? null : end;
        abort();
        if (told != null) {
            told.closed(reason);
        }
    }

    @Override
    public void close() {
        boolean lingers;
        synchronized (this) {
            if (state == State.LINGERING || state == State.CLOSED) {
                return;
            }
            lingers = state == State.OPEN && host.beginLingering();
            if (lingers) {
                state = State.LINGERING;
            }
        }
        if (!lingers || !setTimer()) {
            abort();
            return;
        }
        output.finish();
        loop.execute(input::read); // reads and drops, until the peer ends its side
    }

    private boolean setTimer() {
        Aio patience;
        try {
            patience = host.factory().alloc(slept -> abort());
        } catch (AioException e) { // the tenant has gone
            return false;
        }
        synchronized (this) {
            timer = patience;
        }
        host.factory().sleep(LINGER, patience);
        return true;
    }

    @Override
    public void abort() {
        boolean lingered;
        Aio patience;
        synchronized (this) {
            if (state == State.CLOSED) {
                return;
            }
            lingered = state == State.LINGERING;
            state = State.CLOSED;
            patience = timer;
        }
        try {
            channel.close();
        } catch (IOException e) {
            // closed all the same
        }
        loop.execute(() -> {
            output.closed();
            input.release();
        });
        if (patience != null) {
            patience.reap();
        }
        if (lingered) {
            host.endLingering();
        }
        loops.release();
    }

    @Override
    public String toString() {
        return "frames " + local + " - " + remote;
    }
}

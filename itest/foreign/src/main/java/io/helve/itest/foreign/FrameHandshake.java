package io.helve.itest.foreign;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.sp.SpOptions;
import io.helve.sp.provider.SpTransportHost;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicBoolean;

/** Each side sends eight bytes with the number of its protocol, and reads those of the other side. */
final class FrameHandshake implements NioLoop.Handler {
    /** Gets the end of a handshake: a pipe, or null and an error. */
    interface HandshakeListener {
        void ended(FramePipe pipe, AioError error);
    }

    private static final int MAGIC = 0x0053_5000;

    private final SharedLoop loops;
    private final NioLoop loop;
    private final SocketChannel channel;
    private final SpTransportHost host;
    private final HandshakeListener listener;
    private final ByteBuffer theirs = ByteBuffer.allocate(8);
    private final AtomicBoolean ended = new AtomicBoolean();

    /** Ends the handshake when the peer takes too long. */
    private final Aio timer;

    private volatile Runnable onEnd = () -> {};

    /**
     * Prepares a handshake.
     *
     * @throws io.helve.aio.AioException {@code ENOMEM}, {@code ESTOPPED}; then the channel is closed
     */
    FrameHandshake(SharedLoop loops, SocketChannel channel, SpTransportHost host, HandshakeListener listener) {
        this.loops = loops;
        this.channel = channel;
        this.host = host;
        this.listener = listener;
        boolean ready = false;
        try {
            timer = host.factory().alloc(slept -> fail(AioError.ETIMEDOUT));
            ready = true;
        } finally {
            if (!ready) {
                closeChannel();
            }
        }
        loop = loops.acquire();
    }

    /** Has an action run when the handshake has ended. */
    void onEnd(Runnable action) {
        onEnd = action;
    }

    void start() {
        ByteBuffer ours = ByteBuffer.allocate(8)
                .putInt(MAGIC)
                .putShort((short) host.protocol().number())
                .putShort((short) 0)
                .flip();
        host.factory().sleep(host.get(SpOptions.HANDSHAKE_TIME), timer);
        try {
            channel.write(ours); // a new connection has room for eight bytes
            loop.register(channel, SelectionKey.OP_READ, this);
        } catch (IOException e) {
            fail(Failures.of(e));
        }
    }

    @Override
    public void ready(SelectionKey key) {
        try {
            if (channel.read(theirs) < 0) {
                fail(AioError.ECONNSHUT);
                return;
            }
        } catch (IOException e) {
            fail(Failures.of(e));
            return;
        }
        if (theirs.hasRemaining()) {
            return;
        }
        int number = theirs.getShort(4) & 0xffff;
        if (theirs.getInt(0) != MAGIC || theirs.getShort(6) != 0) {
            fail(AioError.EPROTO);
        } else if (number != host.protocol().peer().number()) {
            host.peerMismatch(number);
            fail(AioError.EPROTO);
        } else {
            key.cancel();
            loop.executeNextRound(this::succeed); // then the channel can be registered again
        }
    }

    private void succeed() {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        FramePipe pipe = null;
        AioError error = AioError.OK;
        try {
            pipe = new FramePipe(loops, channel, host);
        } catch (IOException e) {
            error = Failures.of(e);
            closeChannel();
        }
        end(pipe, error);
    }

    /** Gives the handshake up, unless it has ended. */
    void fail(AioError error) {
        if (ended.compareAndSet(false, true)) {
            closeChannel();
            end(null, error);
        }
    }

    private void end(FramePipe pipe, AioError error) {
        timer.reap();
        onEnd.run();
        listener.ended(pipe, error);
        loop.execute(() -> {}); // the selector releases a closed channel in its next round
        loops.release();
    }

    private void closeChannel() {
        try {
            channel.close();
        } catch (IOException e) {
            // closed all the same
        }
    }
}

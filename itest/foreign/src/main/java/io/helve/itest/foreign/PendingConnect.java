package io.helve.itest.foreign;

import io.helve.aio.AioError;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicBoolean;

/** Connects one channel. The attempt ends once: connected, failed, or given up. */
final class PendingConnect implements NioLoop.Handler {
    /** Gets the end of the attempt. */
    interface ConnectListener {
        /** The channel is connected and not registered. */
        void connected(SocketChannel channel);

        void failed(AioError error, IOException cause);
    }

    private final SharedLoop loops;
    private final NioLoop loop;
    private final ConnectListener listener;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile SocketChannel channel;
    private volatile boolean givenUp;

    PendingConnect(SharedLoop loops, ConnectListener listener) {
        this.loops = loops;
        this.listener = listener;
        loop = loops.acquire();
    }

    void start(InetSocketAddress address) {
        try {
            SocketChannel opened = SocketChannel.open();
            channel = opened;
            opened.configureBlocking(false);
            opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
            if (opened.connect(address)) {
                loop.execute(this::connected);
            } else {
                loop.register(opened, SelectionKey.OP_CONNECT, this);
            }
            if (givenUp) { // meanwhile, perhaps before there was a channel to close
                opened.close();
            }
        } catch (IOException e) {
            fail(Failures.of(e), e);
        }
    }

    @Override
    public void ready(SelectionKey key) {
        try {
            if (channel.finishConnect()) {
                key.cancel();
                loop.executeNextRound(this::connected);
            }
        } catch (IOException e) {
            fail(Failures.of(e), e);
        }
    }

    /** Called in the round after the key was cancelled, so that the channel can be registered again. */
    private void connected() {
        if (ended.compareAndSet(false, true)) {
            listener.connected(channel);
            loops.release();
        }
    }

    /** Gives the attempt up, unless it has ended. */
    void fail(AioError error, IOException cause) {
        if (ended.compareAndSet(false, true)) {
            givenUp = true;
            try {
                if (channel != null) {
                    channel.close();
                }
            } catch (IOException e) {
                // closed all the same
            }
            listener.failed(error, cause);
            loops.release();
        }
    }
}

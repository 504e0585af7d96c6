package io.helve.net.socket;

import io.helve.net.eventloop.ConnectionSlot;
import io.helve.net.scheme.AcceptHandler;
import io.helve.net.scheme.ChannelCloser;
import io.helve.net.scheme.ListeningSocket;
import io.helve.net.scheme.Upgrade;
import io.helve.stream.StreamOptions;
import io.helve.stream.StreamUrl;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.ServerChannel;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;

/** A listening socket of the operating system. */
public final class ListeningChannel implements ListeningSocket {
    private final SocketScheme scheme;
    private final ServerChannel channel;
    private final SocketAddress address;
    private final ConnectionIntake intake;
    private final AtomicBoolean closed = new AtomicBoolean();

    private ListeningChannel(SocketScheme scheme, ServerChannel channel, ConnectionIntake intake) {
        this.scheme = scheme;
        this.channel = channel;
        this.intake = intake;
        address = scheme.localAddress(channel);
    }

    /**
     * Binds a socket. Blocks until it is bound.
     *
     * @param scheme the scheme
     * @param url the listener's URL
     * @param slot the event loop for the socket; the socket releases it
     * @param upgrade makes fresh connections ready
     * @param handler the listener
     * @return the bound socket
     * @throws Exception if it cannot be bound; then the slot has been released
     */
    public static ListeningChannel bind(
            SocketScheme scheme, StreamUrl url, ConnectionSlot slot, Upgrade upgrade, AcceptHandler handler)
            throws Exception {
        ServerChannel made = null;
        boolean success = false;
        try {
            SocketAddress address = scheme.bindAddress(url, slot.backend());
            scheme.beforeBind(address);
            made = scheme.serverChannel(slot.backend());
            made.config().setAutoRead(false);
            made.config().setOption(ChannelOption.SO_BACKLOG, handler.options().get(StreamOptions.BACKLOG));
            made.config().setOption(ChannelOption.SO_REUSEADDR, true);
            ConnectionIntake intake = new ConnectionIntake(made, slot.loops(), upgrade, handler);
            made.pipeline().addLast(intake.acceptor());
            await(slot.loop().register(made));
            await(made.bind(address));
            scheme.afterBind(address, handler.options());
            ListeningChannel bound = new ListeningChannel(scheme, made, intake);
            success = true;
            return bound;
        } finally {
            if (success) {
                made.closeFuture().addListener(ended -> slot.release());
            } else {
                if (made != null) {
                    made.close();
                }
                slot.release();
            }
        }
    }

    private static void await(ChannelFuture future) throws Exception {
        future.awaitUninterruptibly();
        if (future.cause() instanceof Exception e) {
            throw e;
        } else if (future.cause() != null) {
            throw new IOException(future.cause());
        }
    }

    @Override
    public SocketAddress localAddress() {
        return address;
    }

    @Override
    public void demand() {
        intake.demand();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            SocketAddress bound = channel.localAddress();
            channel.close();
            scheme.afterClose(bound);
            intake.close();
        }
    }

    @Override
    public void awaitClosed() {
        ChannelCloser.until(channel.closeFuture(), channel.eventLoop());
    }
}

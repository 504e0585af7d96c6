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
    private final BindTarget target;
    private final ServerChannel channel;
    private final SocketAddress address;
    private final ConnectionIntake intake;
    private final AtomicBoolean closed = new AtomicBoolean();

    private ListeningChannel(BindTarget target, ServerChannel channel, ConnectionIntake intake) {
        this.target = target;
        this.channel = channel;
        this.intake = intake;
        address = target.localAddress(channel);
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
        BindTarget target = null;
        ServerChannel made = null;
        boolean success = false;
        try {
            SocketAddress address = scheme.bindAddress(url, slot.backend());
            target = scheme.target(address, handler.options(), slot.backend());
            made = scheme.serverChannel(slot.backend(), address);
            made.config().setAutoRead(false);
            made.config().setOption(ChannelOption.SO_BACKLOG, handler.options().get(StreamOptions.BACKLOG));
            made.config().setOption(ChannelOption.SO_REUSEADDR, true);
            ConnectionIntake intake = new ConnectionIntake(made, target, slot.loops(), upgrade, handler);
            made.pipeline().addLast(intake.acceptor());
            await(slot.loop().register(made));
            await(made.bind(target.address()));
            target.bound();
            ListeningChannel bound = new ListeningChannel(target, made, intake);
            success = true;
            return bound;
        } finally {
            if (success) {
                BindTarget bound = target;
                made.closeFuture().addListener(ended -> {
                    bound.release();
                    slot.release();
                });
            } else {
                if (target != null) {
                    target.release();
                }
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
            target.release(); // first: while the channel is bound, no other listener can replace the socket file that
            // is removed here
            channel.close();
            intake.close();
        }
    }

    @Override
    public void awaitClosed() {
        ChannelCloser.until(channel.closeFuture(), channel.eventLoop());
    }
}

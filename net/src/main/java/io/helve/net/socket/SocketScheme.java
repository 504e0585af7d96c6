package io.helve.net.socket;

import io.helve.net.eventloop.ConnectionSlot;
import io.helve.net.eventloop.IoBackend;
import io.helve.net.scheme.AcceptHandler;
import io.helve.net.scheme.ConnectHandler;
import io.helve.net.scheme.ListeningSocket;
import io.helve.net.scheme.OptionValues;
import io.helve.net.scheme.Scheme;
import io.helve.net.scheme.Sockets;
import io.helve.net.scheme.StreamOwner;
import io.helve.net.scheme.Upgrade;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamOptions;
import io.helve.stream.StreamUrl;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelPromise;
import io.netty.channel.ServerChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** A scheme in which each stream has a socket of the operating system to itself. */
public abstract class SocketScheme implements Scheme {
    /** Called by the schemes. */
    protected SocketScheme() {}

    // ---- implemented by each scheme

    /**
     * Makes a channel that can be connected.
     *
     * @param backend the kind of I/O that carries it
     * @return a new channel
     */
    protected abstract Channel channel(IoBackend backend);

    /**
     * Makes a channel that can be bound and accept connections.
     *
     * @param backend the kind of I/O that carries it
     * @param address the address that will be bound
     * @return a new channel
     */
    protected abstract ServerChannel serverChannel(IoBackend backend, SocketAddress address);

    /**
     * Finds the address that a listener binds. May block where the host is a name.
     *
     * @param url the listener's URL
     * @param backend the kind of I/O that carries it
     * @return the address
     * @throws IOException if there is none
     */
    protected abstract SocketAddress bindAddress(StreamUrl url, IoBackend backend) throws IOException;

    /**
     * Makes the upgrade of a listener: the handshakes between a fresh connection and the first data. A scheme that
     * overrides {@link #bind} need not implement this.
     *
     * @param url the listener's URL
     * @param options the listener's options, which may still change
     * @param owner the listener's tenant
     * @return the upgrade
     */
    protected Upgrade accepting(StreamUrl url, OptionValues options, StreamOwner owner) {
        throw new UnsupportedOperationException("the scheme of " + url + " binds in another way");
    }

    /**
     * Prepares the binding of an address. May block.
     *
     * @param address the address
     * @param options the listener's options
     * @param backend the kind of I/O that carries it
     * @return what is to be bound
     * @throws IOException if the address cannot be bound
     */
    protected BindTarget target(SocketAddress address, OptionValues options, IoBackend backend) throws IOException {
        return () -> address;
    }

    // ---- connecting and binding

    @Override
    public void connect(SocketAddress address, OptionValues options, ConnectionSlot slot, ConnectHandler handler) {
        Channel made = null;
        try {
            made = channel(slot.backend());
            Sockets.use(made, slot.memory());
            Sockets.configure(made, options);
        } catch (RuntimeException | Error e) {
            if (made != null) {
                made.unsafe().closeForcibly();
            }
            slot.release();
            handler.failed(e);
            return;
        }
        Channel channel = made;
        channel.closeFuture().addListener(closed -> slot.release());
        if (!handler.opened(channel)) {
            channel.unsafe().closeForcibly();
            slot.release();
            return;
        }
        // the listener is added first: the loops may be closed at any moment, and Netty complains of listeners that are
        // added to a promise of a closed loop
        ChannelPromise registering = new DefaultChannelPromise(channel, slot.loop());
        registering.addListener(registered -> {
            if (handler.isOver()) {
                channel.close();
            } else if (registered.isSuccess()) {
                connect(channel, address, options, handler);
            } else {
                handler.failed(registered.cause());
            }
        });
        try {
            slot.loop().register(registering);
        } catch (Error e) { // the system gives no thread for the event loop
            channel.unsafe().closeForcibly();
            handler.failed(e);
        }
    }

    private static void connect(Channel channel, SocketAddress address, OptionValues options, ConnectHandler handler) {
        StreamOption<InetSocketAddress> option = StreamOptions.LOCAL_ADDRESS;
        InetSocketAddress local = options.has(option) ? options.get(option) : null;
        channel.connect(address, local).addListener(connected -> {
            if (connected.isSuccess()) {
                handler.connected(channel);
            } else {
                handler.failed(connected.cause());
            }
        });
    }

    @Override
    public ListeningSocket bind(StreamUrl url, AcceptHandler handler) throws Exception {
        Upgrade upgrade = accepting(url, handler.options(), handler.owner());
        upgrade.prepare();
        ConnectionSlot slot = handler.network().listener();
        return ListeningChannel.bind(this, url, slot, upgrade, handler);
    }
}

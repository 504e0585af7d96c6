package io.helve.net.scheme;

import io.helve.net.eventloop.IoBackend;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamUrl;
import io.netty.channel.Channel;
import io.netty.channel.ServerChannel;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.List;
import java.util.Set;

/** How streams of a scheme are made. */
public interface Scheme {
    /** {@return the options of its dialers} */
    Set<StreamOption<?>> dialerOptions();

    /** {@return the options of its listeners} */
    Set<StreamOption<?>> listenerOptions();

    /**
     * Checks a URL.
     *
     * @param url the URL
     * @param listening whether it is for a listener
     * @throws io.helve.aio.AioException {@code EADDRINVAL}
     */
    void check(StreamUrl url, boolean listening);

    /**
     * Finds the addresses. May block where the host is a name.
     *
     * @param url the URL
     * @param backend what will carry it
     * @param listening whether it is for a listener
     * @return the addresses, in the order to be tried; one at least
     * @throws IOException if there are none
     */
    List<SocketAddress> resolve(StreamUrl url, IoBackend backend, boolean listening) throws IOException;

    /**
     * Says whether {@link #resolve} may block.
     *
     * @param url the URL
     * @return whether it may
     */
    boolean blocks(StreamUrl url);

    /**
     * Makes a channel.
     *
     * @param backend what will carry it
     * @return a new channel
     */
    Channel channel(IoBackend backend);

    /**
     * Makes a listening channel.
     *
     * @param backend what will carry it
     * @return a new channel
     */
    ServerChannel serverChannel(IoBackend backend);

    /**
     * Makes what brings a dialer's connections to the point where they carry data.
     *
     * @param url the URL
     * @param options the dialer's, which may still change
     * @return the upgrade
     */
    Upgrade dialing(StreamUrl url, OptionValues options);

    /**
     * Makes what brings a listener's connections to the point where they carry data.
     *
     * @param url the URL
     * @param options the listener's, which may still change
     * @return the upgrade
     */
    Upgrade accepting(StreamUrl url, OptionValues options);

    /**
     * Does what must be done before an address is bound. May block.
     *
     * @param address the address
     * @throws IOException if it cannot be bound
     */
    default void beforeBind(SocketAddress address) throws IOException {}

    /**
     * Does what must be done once an address is bound and before connections are accepted. May block.
     *
     * @param address the address
     * @param options the listener's
     * @throws IOException if that fails; the listener is closed then
     */
    default void afterBind(SocketAddress address, OptionValues options) throws IOException {}

    /**
     * Does what must be done when a listener has been closed.
     *
     * @param address the address that was bound
     */
    default void afterClose(SocketAddress address) {}

    /**
     * Puts an address into the form that users see.
     *
     * @param address the channel's, or null
     * @return the same, or one of the JDK's or Helve's classes; null for null
     */
    default SocketAddress visible(SocketAddress address) {
        return address;
    }

    /**
     * Makes the URL that reaches a listener from this machine.
     *
     * @param url the listener's
     * @param bound its address, as users see it
     * @return the URL
     */
    StreamUrl dialUrl(StreamUrl url, SocketAddress bound);
}

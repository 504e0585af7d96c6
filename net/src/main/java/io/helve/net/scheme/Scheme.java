package io.helve.net.scheme;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.net.eventloop.ConnectionSlot;
import io.helve.net.eventloop.IoBackend;
import io.helve.stream.DatagramEndpoint;
import io.helve.stream.MessageFraming;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamUrl;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.List;
import java.util.Set;

/**
 * Makes the streams of a scheme. A scheme connects and binds by itself; dialers and listeners see only the channels
 * that carry data. So a scheme may use a channel of the operating system for each stream (see
 * {@code io.helve.net.socket}), a port that several listeners share, or streams within one datagram socket.
 *
 * <p>One object serves all endpoints of its scheme, on all threads.
 */
public interface Scheme {
    /** {@return the options of dialers of this scheme} */
    Set<StreamOption<?>> dialerOptions();

    /** {@return the options of listeners of this scheme} */
    Set<StreamOption<?>> listenerOptions();

    /** {@return how messages are separated on streams of this scheme} */
    default MessageFraming messageFraming() {
        return MessageFraming.LENGTH;
    }

    /**
     * Checks the URL of a dialer.
     *
     * @param url the URL
     * @throws AioException {@code EADDRINVAL} if the URL cannot be connected to
     */
    void checkDialer(StreamUrl url);

    /**
     * Checks the URL of a listener.
     *
     * @param url the URL
     * @throws AioException {@code EADDRINVAL} if no listener can be bound to the URL, {@code ENOTSUP} if the scheme has
     *     no listeners
     */
    void checkListener(StreamUrl url);

    /**
     * Finds the addresses that a dialer connects to. May block if {@link #blocks} says so.
     *
     * @param url the dialer's URL
     * @param backend the kind of I/O that will carry the connection
     * @return the addresses in the order in which they are tried, at least one
     * @throws IOException if there are none
     */
    List<SocketAddress> resolve(StreamUrl url, IoBackend backend) throws IOException;

    /**
     * Says whether {@link #resolve} may block.
     *
     * @param url the dialer's URL
     * @return whether it may
     */
    boolean blocks(StreamUrl url);

    /**
     * Connects to an address. Does not block. The scheme owns the slot from now on and releases it when the connection
     * is closed or cannot be made.
     *
     * @param address one of the addresses that {@link #resolve} has returned
     * @param options the dialer's options
     * @param slot the event loop for the connection
     * @param handler is told of the channel, and of the connection or the failure
     */
    void connect(SocketAddress address, OptionValues options, ConnectionSlot slot, ConnectHandler handler);

    /**
     * Makes the upgrade of a dialer: the handshakes between {@link ConnectHandler#connected} and the first data.
     *
     * @param url the dialer's URL
     * @param options the dialer's options, which may still change
     * @param owner the dialer's tenant
     * @return the upgrade
     */
    Upgrade dialing(StreamUrl url, OptionValues options, StreamOwner owner);

    /**
     * Binds a listener. May block. The scheme makes each connection ready for data, and then offers the connection to
     * the handler.
     *
     * @param url the listener's URL
     * @param handler the listener
     * @return the bound socket, from which nothing is accepted before {@link ListeningSocket#demand}
     * @throws Exception if the listener cannot be bound; the message tells why
     */
    ListeningSocket bind(StreamUrl url, AcceptHandler handler) throws Exception;

    /**
     * Makes the URL that reaches a listener from this machine.
     *
     * @param url the listener's URL
     * @param bound the address of its socket, as users see it
     * @return the URL
     */
    StreamUrl dialUrl(StreamUrl url, SocketAddress bound);

    /**
     * Makes a datagram socket, which is not bound yet.
     *
     * @param url where it will be bound
     * @param owner the owner, which drops the socket when the socket is closed
     * @return the socket
     * @throws AioException {@code ENOTSUP} if the scheme has no datagram sockets
     */
    default DatagramEndpoint datagrams(StreamUrl url, StreamOwner owner) {
        throw new AioException(AioError.ENOTSUP, url + " is not for datagrams: its scheme has streams only");
    }
}

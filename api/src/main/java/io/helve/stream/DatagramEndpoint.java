package io.helve.stream;

import io.helve.aio.Aio;
import io.helve.aio.AioException;
import io.helve.annotation.ThreadSafe;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import org.osgi.annotation.versioning.ProviderType;

/** A socket for datagrams. Mirrors {@code nng_udp}. */
@ProviderType
@ThreadSafe
public interface DatagramEndpoint extends StreamEndpoint {
    /**
     * Binds the address. Blocks for as long as that takes.
     *
     * @throws AioException {@code EADDRINUSE}, {@code EADDRINVAL}, {@code EPERM}, {@code ENOFILES}, {@code ESTATE} if
     *     it is bound already, {@code ECLOSED}, {@code ESYSERR}; the message names the address
     */
    void bind();

    /**
     * Returns the address that is bound, with the port that was chosen.
     *
     * @return the address, or {@code null} before {@link #bind}
     */
    SocketAddress localAddress();

    /**
     * Starts to send the handle's iov as one datagram to input 0, a resolved {@link java.net.InetSocketAddress}.
     * {@code count} is its length. Mirrors {@code nng_udp_send}. Results: {@code EADDRINVAL} for another input,
     * {@code EMSGSIZE} for more than a datagram holds, {@code ENOTSUP} for an empty one, {@code ECONNREFUSED},
     * {@code EUNREACHABLE}, {@code ESTATE} before {@link #bind}, {@code ECLOSED}, {@code ESYSERR}.
     *
     * @param aio the handle
     * @throws IllegalStateException if the handle is busy
     */
    void send(Aio aio);

    /**
     * Starts to receive one datagram into the handle's iov, or with an empty iov into a new {@link java.nio.ByteBuffer}
     * that is output 1. Output 0 is the sender, a {@link java.net.InetSocketAddress}, and {@code count} the number of
     * bytes received. While nobody receives, up to {@link StreamOptions#READ_AHEAD} bytes are kept, and datagrams
     * beyond are lost. Mirrors {@code nng_udp_recv}.
     *
     * <p>Results: {@code EMSGSIZE} for a datagram longer than the iov: the bytes that fit have been received, the
     * others are lost; {@code EINVAL} if somebody has changed the buffers meanwhile, {@code ESTATE} before
     * {@link #bind}, {@code ECLOSED}, {@code ESYSERR}.
     *
     * @param aio the handle
     * @throws IllegalStateException if the handle is busy
     */
    void receive(Aio aio);

    /**
     * Joins a multicast group. Blocks for as long as that takes. Mirrors {@code nng_udp_multicast_membership}.
     *
     * @param group the group's address
     * @param through the interface, or {@code null} for the one that the operating system chooses
     * @throws AioException {@code EADDRINVAL} if it is not a multicast address, {@code ESTATE} before {@link #bind},
     *     {@code ENOTSUP}, {@code ECLOSED}, {@code ESYSERR}
     */
    void join(InetAddress group, NetworkInterface through);

    /**
     * Leaves a multicast group.
     *
     * @param group the group's address
     * @param through the interface given to {@link #join}
     * @throws AioException as {@link #join}; {@code ENOENT} if it is not a member
     */
    void leave(InetAddress group, NetworkInterface through);

    /**
     * {@inheritDoc}
     *
     * @throws AioException as the method it overrides
     */
    @Override
    <T> DatagramEndpoint set(StreamOption<T> option, T value);
}

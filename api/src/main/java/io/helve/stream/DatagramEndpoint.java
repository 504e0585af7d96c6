package io.helve.stream;

import io.helve.aio.Aio;
import io.helve.aio.AioException;
import io.helve.annotation.ThreadSafe;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/** A socket for datagrams. Mirrors {@code nng_udp}. */
@ProviderType
@ThreadSafe
public interface DatagramEndpoint extends StreamEndpoint {
    /**
     * Binds the address. Blocks for as long as binding takes.
     *
     * @throws AioException {@code EADDRINUSE}, {@code EADDRINVAL}, {@code EPERM}, {@code ENOFILES}, {@code ECLOSED},
     *     {@code ESYSERR}; the message names the address
     * @throws IllegalStateException if this socket is bound already
     */
    void bind();

    /**
     * Returns the bound address, with the port that the system has chosen.
     *
     * @return the address, or {@code null} before {@link #bind}
     */
    @Nullable
    SocketAddress localAddress();

    /**
     * Starts to send the handle's iov as one datagram to input 0, a resolved {@link java.net.InetSocketAddress}.
     * {@code count} is the length of the datagram. Mirrors {@code nng_udp_send}. Results: {@code EADDRINVAL} for any
     * other input 0, {@code EMSGSIZE} for more bytes than a datagram holds, {@code ENOTSUP} for an empty iov,
     * {@code ECONNREFUSED}, {@code EUNREACHABLE}, {@code ESTATE} before {@link #bind}, {@code ECLOSED},
     * {@code ESYSERR}.
     *
     * @param aio the handle
     * @throws IllegalStateException if the handle is busy
     */
    void send(Aio aio);

    /**
     * Starts to receive one datagram into the handle's iov, or with an empty iov into a new
     * {@link java.nio.ByteBuffer}, which is output 1. Output 0 is the sender, a {@link java.net.InetSocketAddress}, and
     * {@code count} is the number of bytes received. While no receive waits, the socket keeps up to
     * {@link StreamOptions#READ_AHEAD} bytes, and drops further datagrams. Mirrors {@code nng_udp_recv}.
     *
     * <p>Results: {@code EMSGSIZE} for a datagram longer than the iov: the bytes that fit have been received, the other
     * bytes are lost; {@code EINVAL} if a buffer of the iov is read-only or was changed during the operation,
     * {@code ESTATE} before {@link #bind}, {@code ECLOSED}, {@code ESYSERR}.
     *
     * @param aio the handle
     * @throws IllegalStateException if the handle is busy
     */
    void receive(Aio aio);

    /**
     * Joins a multicast group. Blocks for as long as joining takes. Mirrors {@code nng_udp_multicast_membership}.
     *
     * @param group the group's address
     * @param through the interface, or {@code null} to let the operating system choose the interface
     * @throws AioException {@code EADDRINVAL} if the group is not a multicast address, {@code ENOTSUP},
     *     {@code ECLOSED}, {@code ESYSERR}
     * @throws IllegalStateException before {@link #bind}
     */
    void join(InetAddress group, @Nullable NetworkInterface through);

    /**
     * Leaves a multicast group.
     *
     * @param group the group's address
     * @param through the interface given to {@link #join}
     * @throws AioException as {@link #join}; {@code ENOENT} if this socket is not a member of the group
     */
    void leave(InetAddress group, @Nullable NetworkInterface through);

    /**
     * {@inheritDoc}
     *
     * @throws AioException as the method it overrides
     */
    @Override
    <T> DatagramEndpoint set(StreamOption<T> option, T value);
}

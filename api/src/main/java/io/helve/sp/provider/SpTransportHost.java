package io.helve.sp.provider;

import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.annotation.ThreadSafe;
import io.helve.message.Messages;
import io.helve.sp.DropReason;
import io.helve.sp.SpOption;
import io.helve.sp.SpProtocol;
import io.helve.stream.StreamFailure;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The socket's side of a dialer or listener, as its transport sees it. Helve's own transports use nothing else of the
 * socket. Any thread may call any method, and no method blocks.
 */
@ProviderType
@ThreadSafe
public interface SpTransportHost {
    /**
     * Returns the protocol that the socket speaks.
     *
     * @return the protocol; the peer must speak {@code protocol().peer()}
     */
    SpProtocol protocol();

    /**
     * Returns the present value of an option of the dialer or listener: {@code RECEIVE_MAX}, {@code HANDSHAKE_TIME}.
     *
     * @param <T> the type of the option
     * @param option the option
     * @return the value
     * @throws AioException {@code ENOTSUP} if dialers and listeners do not have the option
     */
    <T> T get(SpOption<T> option);

    /**
     * Returns the factory of messages that the pipes of this dialer or listener deliver. The factory keeps the memory
     * of freed messages and uses it again: a transport makes a message of received bytes with
     * {@link Messages#of(java.nio.ByteBuffer)}. A message that arrives in parts begins with {@link Messages#alloc()}
     * and grows with {@code reserve} and {@code append}; a transport reserves memory for bytes that have arrived, not
     * for a length that a peer has announced.
     *
     * @return the factory of messages
     */
    Messages messages();

    /**
     * Returns the factory of handles for the tenant of the socket, in OSGi a bundle. Its handles count for that tenant,
     * and their operations end with {@code ESTOPPED} when the tenant has gone. A transport allocates all handles for
     * the dialer or listener and its connections from this factory.
     *
     * @return the factory of handles
     */
    AioFactory factory();

    /**
     * Counts a peer that the transport refuses because the peer speaks another protocol than {@code protocol().peer()}.
     * The dialer or listener and its socket count the peer as rejected, as nng does.
     *
     * @param number the number of the protocol that the peer speaks
     */
    void peerMismatch(int number);

    /**
     * Counts a failure that no operation of the transport ends with, such as the failed handshake of a peer below the
     * transport, and shows it as the last failure of the dialer or listener. The transport may call this at any time.
     *
     * @param failure the failure
     */
    void peerFailed(StreamFailure failure);

    /**
     * Counts a message that the transport has thrown away, in the statistics of the socket. The transport may call this
     * at any time, also for a connection that the socket does not know yet or any more.
     *
     * @param reason why the message was thrown away
     */
    void dropped(DropReason reason);

    /**
     * Returns how many pipes of this dialer or listener have ended and have left messages behind that were not received
     * yet. Such a pipe counts among the pipes that {@code PIPES_MAX} limits. A transport whose peers can come and go at
     * no cost counts them against its own limit of peers, too.
     *
     * @return the number of pipes
     */
    int drainingPipes();

    /**
     * Returns the budget of direct memory of the socket's tenant. A transport reserves here what the connections of
     * this dialer or listener use.
     *
     * @return the budget, the same object for all sockets of the tenant
     */
    SpMemoryBudget directMemory();

    /**
     * Returns the budget of direct memory of all tenants together. A transport reserves here what it allocates, so that
     * a transport that keeps buffers and uses them again, for several tenants, counts each buffer as long as it exists.
     *
     * @return the budget, the same object for all sockets of the runtime
     */
    SpMemoryBudget allDirectMemory();

    /**
     * Asks whether a connection may stay open for a short time after its pipe was closed, to send the messages that the
     * socket had sent before. A transport calls this from {@link SpTransportPipe#close}. If the result is {@code true},
     * the tenant's stop waits for the connection, about a second at most, and the connection counts among the pipes of
     * the tenant, though not among the pipes of the socket; the transport must call {@link #endLingering} once, when
     * the connection has ended. If the result is {@code false}, too many connections of the tenant linger already, and
     * the transport ends the connection at once.
     *
     * @return whether the connection may linger
     */
    boolean beginLingering();

    /** Tells that a connection which was allowed to linger has ended. */
    void endLingering();

    /**
     * Makes a link for the two ends of a connection within this process. See {@link SpPipeLink}.
     *
     * @return one side of a new link
     */
    SpPipeLink link();
}

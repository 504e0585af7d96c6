package io.helve.sp;

import io.helve.aio.Aio;
import io.helve.aio.AioException;
import io.helve.annotation.ThreadSafe;
import io.helve.message.Messages;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Opens sockets.
 *
 * <p>In OSGi it is a service, and each using bundle has its own: when the bundle lets go of it or stops, its sockets
 * are closed, and operations in progress end with {@code ECLOSED}. Without OSGi it is
 * {@code AioRuntime.service(SpSockets.class)}.
 */
@ProviderType
@ThreadSafe
public interface SpSockets {
    /**
     * Opens a socket. The socket takes one handle of its tenant's quota. Mirrors {@code nng_req0_open} and its like.
     *
     * @param protocol the protocol of the socket
     * @return a new socket; to be closed
     * @throws AioException {@code ECLOSED} if this service's tenant has gone, {@code ENOMEM} if its quota of sockets or
     *     of handles is used up
     */
    SpSocket open(SpProtocol protocol);

    /**
     * Opens a raw socket. The socket takes one handle of its tenant's quota. Mirrors {@code nng_req0_open_raw} and its
     * like.
     *
     * @param protocol the protocol of the socket
     * @return a new socket; to be closed
     * @throws AioException {@code ECLOSED} if this service's tenant has gone, {@code ENOMEM} if its quota of sockets or
     *     of handles is used up
     */
    SpSocket openRaw(SpProtocol protocol);

    /**
     * Opens a polyamorous pair1 socket, which has any number of peers. A message goes to the peer whose pipe it has
     * ({@link io.helve.message.Message#setPipe}; a message that was received has the pipe it came from), or without a
     * pipe to the peer that has been there longest. Sending waits only until the first peer has come. From then on a
     * message whose peer has gone, or takes no more, is dropped and counted. Mirrors {@code nng_pair1_open_poly}, which
     * nng discourages in new applications.
     *
     * @return a new socket; to be closed
     * @throws AioException {@code ECLOSED} if this service's tenant has gone, {@code ENOMEM} if its quota of sockets or
     *     of handles is used up
     */
    SpSocket openPoly();

    /**
     * Starts a device: it forwards messages between two raw sockets, as far as they send and receive. What comes in by
     * one socket goes out by the other. While the device runs its sockets belong to it, and everybody else gets
     * {@code EBUSY} for sending, receiving, setting options, new dialers and listeners, and callbacks for pipes;
     * options and statistics can be read, and a socket can be closed. So the sockets are connected before. The device
     * ends when it is cancelled or times out, with {@code ECLOSED} when one of its sockets is closed, or with the error
     * when one fails. It closes no socket, unlike nng's; they can be used again afterwards. A message that one socket
     * has given and the other has not taken yet is lost then. Mirrors {@code nng_device_aio}.
     *
     * @param first a raw socket of this service
     * @param second one that speaks with the peers of the first one; or the same as {@code first}, to send everything
     *     back to where it came from. Their order does not matter.
     * @param aio the handle; the result is {@code EINVAL} if the sockets are not raw or their protocols do not fit,
     *     {@code EBUSY} if one of them is in another device
     * @throws IllegalStateException if the handle is busy
     */
    void device(SpSocket first, SpSocket second, Aio aio);

    /**
     * Returns what makes messages for these sockets.
     *
     * @return the same as the service {@code Messages}
     */
    Messages messages();

    /**
     * Returns the schemes that there are transports for at this moment.
     *
     * @return an immutable, sorted set
     */
    Set<String> schemes();
}

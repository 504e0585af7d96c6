package io.helve.sp;

import io.helve.aio.Aio;
import io.helve.aio.AioException;
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
public interface SpSockets {
    /**
     * Opens a socket. The socket takes one handle of the using bundle's quota. Mirrors {@code nng_req0_open} and its
     * like.
     *
     * @param protocol what it shall speak
     * @return a new socket; to be closed
     * @throws AioException {@code ECLOSED} if this service's user has gone, {@code ENOMEM} if its quota of sockets or
     *     of handles is used up
     */
    SpSocket open(SpProtocol protocol);

    /**
     * Opens a raw socket. The socket takes one handle of the using bundle's quota. Mirrors {@code nng_req0_open_raw}
     * and its like.
     *
     * @param protocol what it shall speak
     * @return a new socket; to be closed
     * @throws AioException {@code ECLOSED} if this service's user has gone, {@code ENOMEM} if its quota of sockets or
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
     * @throws AioException {@code ECLOSED} if this service's user has gone, {@code ENOMEM} if its quota of sockets or
     *     of handles is used up
     */
    SpSocket openPoly();

    /**
     * Starts to forward messages between two raw sockets, as far as they send and receive: what comes in by one goes
     * out by the other. It ends by being cancelled or timing out, or with the error when a socket fails or is closed;
     * it closes no socket. What one of them has given and the other not yet taken is lost then. Mirrors
     * {@code nng_device_aio}.
     *
     * @param first a raw socket of this service
     * @param second one that speaks with the peers of the first one; or the same as {@code first}, to send everything
     *     back to where it came from
     * @param aio the handle; the result is {@code EINVAL} if the sockets are not raw or their protocols do not fit
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

package io.helve.sp;

import io.helve.aio.Aio;
import io.helve.aio.AioException;
import io.helve.aio.AioRuntime;
import io.helve.annotation.ThreadSafe;
import io.helve.message.Messages;
import java.util.Objects;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Opens sockets.
 *
 * <p>In OSGi this is a service, and each using bundle has its own instance: when the bundle releases the service or
 * stops, its sockets are closed, and operations in progress end with {@code ECLOSED}. Without OSGi a program gets it by
 * {@link #of SpSockets.of(runtime)}.
 */
@ProviderType
@ThreadSafe
public interface SpSockets {
    /**
     * Returns the sockets of a runtime, for programs without OSGi. Sockets need {@code io.helve:io.helve.net} and Netty
     * only for schemes other than {@code inproc}: a dialer or listener for such a scheme fails with {@code ENOTSUP} if
     * they are missing, and the message says what to add.
     *
     * <pre>{@code
     * try (AioRuntime runtime = AioRuntime.open();
     *         SpSocket rep = SpSockets.of(runtime).open(SpProtocol.REP)) {
     *     rep.listen("tcp://127.0.0.1:5555");
     *     // ...
     * }
     * }</pre>
     *
     * @param runtime the runtime
     * @return the service, always the same
     * @throws AioException {@code ENOTSUP} if {@code io.helve:io.helve.sp} is missing, {@code ESTOPPED} if the runtime
     *     is closing
     */
    static SpSockets of(AioRuntime runtime) {
        Objects.requireNonNull(runtime, "runtime");
        return runtime.service(SpSockets.class);
    }

    /**
     * The service property with the schemes for which there is a transport at present: an array of strings, sorted. The
     * property follows the transports: a scheme is there once sockets can use it, and goes before they no longer can. A
     * component that needs a transport from its activation to its deactivation has a reference with the target
     * {@code (sp.scheme=tcp)}. A component that does not can listen and dial in the background at any time, because
     * dialers and listeners wait for their transports.
     */
    String SCHEME = "sp.scheme";

    /**
     * Opens a socket. The socket takes one handle of its tenant's quota. Mirrors {@code nng_req0_open} and the like.
     *
     * @param protocol the protocol of the socket
     * @return a new socket; to be closed
     * @throws AioException {@code ECLOSED} if this service's tenant has gone, {@code ENOMEM} if the tenant's quota of
     *     sockets or of handles is used up
     */
    SpSocket open(SpProtocol protocol);

    /**
     * Opens a raw socket. The socket takes one handle of its tenant's quota. Mirrors {@code nng_req0_open_raw} and its
     * like.
     *
     * @param protocol the protocol of the socket
     * @return a new socket; to be closed
     * @throws AioException {@code ECLOSED} if this service's tenant has gone, {@code ENOMEM} if the tenant's quota of
     *     sockets or of handles is used up
     */
    SpSocket openRaw(SpProtocol protocol);

    /**
     * Opens a polyamorous pair1 socket, which has any number of peers. A message goes to the peer of its pipe
     * ({@link io.helve.message.Message#setPipe}; a received message has the pipe that it came from), or without a pipe
     * to the peer that has been connected longest. Sending waits only until the first peer has connected. From then on
     * a message is dropped and counted if its peer has gone or takes no more messages. Mirrors
     * {@code nng_pair1_open_poly}, which nng discourages in new applications.
     *
     * @return a new socket; to be closed
     * @throws AioException {@code ECLOSED} if this service's tenant has gone, {@code ENOMEM} if the tenant's quota of
     *     sockets or of handles is used up
     */
    SpSocket openPoly();

    /**
     * Starts a device, which forwards messages between two raw sockets: each message that one socket receives is sent
     * by the other socket, as far as their protocols receive and send. While the device runs, its sockets belong to it:
     * other callers get {@code EBUSY} for sending, receiving, setting options, making dialers and listeners, and
     * setting callbacks for pipes, but may read options and statistics and may close the sockets. The caller therefore
     * connects the sockets before it starts the device. The device ends when it is cancelled or times out, with
     * {@code ECLOSED} when one of its sockets is closed, or with the error of a receive or a send that has failed.
     * Unlike nng's, the device closes no socket; the sockets can be used again afterwards. A message that one socket
     * has received and the other socket has not yet taken is lost when the device ends. Mirrors {@code nng_device_aio}.
     *
     * @param first a raw socket of this service
     * @param second a raw socket of this service whose protocol is the {@linkplain SpProtocol#peer() peer} of the first
     *     socket's protocol; or {@code first} itself, to send each message back to its sender. The order of the two
     *     sockets does not matter.
     * @param aio the handle; the result is {@code EINVAL} if the sockets are not raw or their protocols do not fit,
     *     {@code EBUSY} if one of them is in another device
     * @throws IllegalStateException if the handle is busy
     */
    void device(SpSocket first, SpSocket second, Aio aio);

    /**
     * Returns the factory of messages for the sockets.
     *
     * @return the same as the service {@code Messages}
     */
    Messages messages();

    /**
     * Returns the schemes that have a transport at present. The result follows the transports as they come and go.
     *
     * @return an immutable, sorted set
     */
    Set<String> schemes();
}

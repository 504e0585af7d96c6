/**
 * The interface for transports of the Scalability Protocols.
 *
 * <p>A {@link io.helve.sp.provider.SpTransport} makes dialers and listeners for URLs. A dialer or listener makes
 * connections, including their handshake, and hands each to its socket as a
 * {@link io.helve.sp.provider.SpTransportPipe}. The socket attaches the pipe to an
 * {@link io.helve.sp.provider.SpPipeEnd}, which has two bounded queues: the transport takes the messages to send from
 * one queue, and delivers received messages to the other queue. Neither side waits for the other: when a transport
 * finds no message to take, or no room to deliver, the socket calls the transport as soon as there is a message or
 * room. No method is called with a lock held, and no method may block unless its documentation says so.
 *
 * <p>With {@link io.helve.sp.provider.SpTransportHost} the socket offers to a transport: the protocol, options,
 * messages with pooled memory, handles for the socket's tenant, budgets of direct memory, counters, lingering after
 * close, and links for connections within this process. Helve's own transports use nothing else.
 *
 * <p><b>Several for one scheme.</b> The service with the highest ranking makes new dialers and listeners, and among
 * services with the same ranking the service with the lowest service id, as everywhere in OSGi. Existing dialers,
 * listeners and pipes keep their transport until it is unregistered. Helve's own transports have no ranking (0) and
 * come first among the services without a ranking, so a bundle that replaces a transport of Helve gives its service a
 * ranking above 0. The service property names the schemes; the property and the ranking may change. If the property is
 * missing, Helve asks the service for its schemes. Helve logs a warning if the property is missing or differs from the
 * schemes that the service itself names. Without OSGi there is no ranking: Helve's own transports come first, then
 * other transports in the order of {@link java.util.ServiceLoader}.
 *
 * <p>No argument may be {@code null} unless its documentation says so.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.helve.sp.provider;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

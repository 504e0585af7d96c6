/**
 * For those who implement a transport of the Scalability Protocols.
 *
 * <p>A {@link io.helve.sp.provider.SpTransport} makes dialers and listeners for URLs. A dialer or listener makes
 * connections, including their handshake, and hands each to its socket as a
 * {@link io.helve.sp.provider.SpTransportPipe}. The socket attaches the pipe to an
 * {@link io.helve.sp.provider.SpPipeEnd}, which has two bounded queues: the transport takes the messages that are to go
 * out from one, and delivers the messages that have arrived to the other. Neither side waits for the other: a transport
 * that finds nothing to take, or no room to deliver, is called when that has changed. No method is called with a lock
 * held, and no method may block unless its documentation says so.
 *
 * <p>{@link io.helve.sp.provider.SpTransportHost} is what the socket offers to a transport: the protocol, options,
 * messages with pooled memory, handles for the socket's tenant, lingering after close, and links for connections within
 * this process. Helve's own transports use nothing else.
 *
 * <p><b>Several for one scheme.</b> The service with the highest ranking makes new dialers and listeners, and of
 * several with the same ranking the one with the lowest service id, as everywhere in OSGi. Existing dialers, listeners
 * and pipes keep their transport until it is unregistered. Helve's own transports have no ranking (0) and come first
 * among those that have none, so a bundle that replaces one gives its service a ranking above 0. The schemes are those
 * of the service property, which may change, as may the ranking; a service without the property is asked for them. That
 * is logged as a warning, and so is a property that differs from what the service itself says. Without OSGi there is no
 * ranking: Helve's own transports come first, then others in the order in which they are found.
 *
 * <p>No argument may be {@code null} unless its documentation says so.
 */
@Export
@Version("1.0.0")
package io.helve.sp.provider;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

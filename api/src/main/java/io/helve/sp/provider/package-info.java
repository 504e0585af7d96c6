/**
 * For those who implement a transport of the Scalability Protocols.
 *
 * <p>A {@link io.helve.sp.provider.SpTransport} makes dialers and listeners for URLs. They make connections, whose
 * handshake is their own affair, as {@link io.helve.sp.provider.SpTransportPipe}s. Each of these is attached to an
 * {@link io.helve.sp.provider.SpPipeEnd} of the socket, which has two bounded queues: messages on their way out, which
 * the transport takes, and messages that arrived, which it delivers. Neither side waits for the other: who finds
 * nothing, or no room, is called when that has changed. Nothing here is ever called with a lock held, and nothing may
 * block unless it says so.
 *
 * <p><b>Several for one scheme.</b> New dialers and listeners are made by the service with the highest ranking, and of
 * several with the same by the one with the lowest service id, as everywhere in OSGi. What has been made stays with the
 * one that made it until that goes. Helve's own transports have no ranking (0) and come first among those that have
 * none: who replaces one has a ranking above 0. The schemes are those of the service property, which may change, as may
 * the ranking; a service without the property is asked for them. That is logged as a warning, and so is a property that
 * differs from what the service itself says. Without OSGi there is no ranking: Helve's own come first, then others in
 * the order in which they are found.
 */
@Export
@Version("1.0.0")
package io.helve.sp.provider;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

/**
 * For those who implement a transport of the Scalability Protocols.
 *
 * <p>A {@link io.helve.sp.provider.SpTransport} makes dialers and listeners for URLs. They make connections, whose handshake is their
 * own affair, as {@link io.helve.sp.provider.SpTransportPipe}s. Each of these is attached to an
 * {@link io.helve.sp.provider.SpPipeEnd} of the socket, which has two bounded queues: messages on their way out, which the transport
 * takes, and messages that arrived, which it delivers. Neither side waits for the other: who finds nothing, or no room, is called when
 * that has changed. Nothing here is ever called with a lock held, and nothing may block unless it says so.
 */
@Export
@Version("1.0.0")
package io.helve.sp.provider;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

package io.helve.sp.provider;

import io.helve.annotation.ThreadSafe;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One side of a link: two bounded queues of messages that join two pipes in this process. Messages that one socket
 * sends are at once among those that the other socket receives, so nothing takes and delivers them in between.
 *
 * <p>A transport makes a link with {@link SpTransportHost#link}, gives the two {@link SpTransportPipe}s of a connection
 * one side each, and returns that from {@link SpTransportPipe#link}. What is left to the transport is the end of the
 * connection: when one pipe is closed it calls {@link SpPipeEnd#closed} of the other.
 */
@ProviderType
@ThreadSafe
public interface SpPipeLink {
    /** {@return the other side of the link, always the same object} */
    SpPipeLink opposite();
}

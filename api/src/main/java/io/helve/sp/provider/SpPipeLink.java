package io.helve.sp.provider;

import io.helve.annotation.ThreadSafe;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One side of a link: two bounded queues of messages that join two pipes in this process. Messages that one socket
 * sends are immediately available to the other socket, so no transport takes and delivers them in between.
 *
 * <p>A transport makes a link with {@link SpTransportHost#link} and gives one side to each of the two
 * {@link SpTransportPipe}s of a connection, which return it from {@link SpTransportPipe#link}. The transport remains
 * responsible for the end of the connection: when one pipe is closed, the transport calls {@link SpPipeEnd#closed} of
 * the other pipe.
 */
@ProviderType
@ThreadSafe
public interface SpPipeLink {
    /** {@return the other side of the link, always the same object} */
    SpPipeLink opposite();
}

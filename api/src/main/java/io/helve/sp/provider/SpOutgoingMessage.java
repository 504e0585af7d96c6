package io.helve.sp.provider;

import io.helve.annotation.NotThreadSafe;
import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A message that a transport has taken from its socket in order to send it. What goes over a connection, the
 * <i>wire</i>, is the header of the message followed by its body; where the one ends and the other begins does not
 * matter to the peer's transport.
 *
 * <p>A transport only reads the message, and calls {@link #dispose} exactly once when it no longer needs the message,
 * whether it has sent the message or not. A socket that publishes gives the same object to the transports of many
 * pipes, which read it at the same time; the memory of the message is used again when the last transport has disposed
 * of it.
 */
@ProviderType
@NotThreadSafe
public interface SpOutgoingMessage {
    /** {@return how many bytes header and body have together} */
    int wireLength();

    /**
     * Copies bytes of the wire. A caller whose buffer is too small calls this again, with the position at which the
     * copy has ended. This method allocates nothing.
     *
     * @param position where to begin, from 0 to {@link #wireLength}
     * @param target receives as many bytes as it has room for; its position moves by as many
     * @return the number of bytes copied; 0 at the end of the wire, or if the target is full
     * @throws IndexOutOfBoundsException if the position is negative or beyond the end of the wire
     */
    int copyWire(int position, ByteBuffer target);

    /**
     * Returns the wire without copying the body, for a transport that sends a large message from the memory of the
     * message. The body is not in direct memory, so for a message of usual length {@link #copyWire} into a direct
     * buffer is faster.
     *
     * @return two read-only buffers, the header and the body, each of which may be empty; valid until {@link #dispose}
     */
    ByteBuffer[] wire();

    /** Gives the message back. The transport no longer uses the message, nor its {@link #wire}. */
    void dispose();
}

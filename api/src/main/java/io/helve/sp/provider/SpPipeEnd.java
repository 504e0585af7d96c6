package io.helve.sp.provider;

import io.helve.aio.AioError;
import io.helve.annotation.NotThreadSafe;
import io.helve.message.Message;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The socket's side of a pipe, as its transport sees it. Only one thread at a time may call {@link #take}, and only one
 * thread at a time may call {@link #deliver} and {@link #delivered}. The two threads may be different and run at the
 * same time; any thread may call {@link #closed} at any time. No method blocks.
 */
@ProviderType
@NotThreadSafe
public interface SpPipeEnd {
    /**
     * Takes the next message to send. A transport takes as many messages as it can send together, and disposes of each
     * message once.
     *
     * @return the message, or {@code null} if there is none; the socket then calls {@link SpTransportPipe#sendable} as
     *     soon as it has a message
     */
    @Nullable
    SpOutgoingMessage take();

    /**
     * Delivers a message that has arrived. The body holds the whole message, since only the socket knows where a header
     * ends. After the last message of a batch the transport calls {@link #delivered}.
     *
     * @param message the message, made by {@link SpTransportHost#messages}; it belongs to the socket if the result is
     *     {@code true}
     * @return {@code false} if there is no room; the socket then calls {@link SpTransportPipe#receivable} as soon as
     *     there is room
     * @throws IllegalArgumentException if the message was not made by Helve
     */
    boolean deliver(Message message);

    /** Tells the socket that the transport has delivered messages since the last call of this method. */
    void delivered();

    /**
     * Tells the socket that the connection has ended. The socket still receives messages that were delivered before.
     * Only the first call counts.
     *
     * @param reason why the connection has ended: {@code ECONNSHUT}, {@code ECONNRESET}, {@code EPROTO},
     *     {@code EMSGSIZE} ...
     */
    void closed(AioError reason);
}

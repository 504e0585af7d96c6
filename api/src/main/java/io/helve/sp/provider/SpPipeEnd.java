package io.helve.sp.provider;

import io.helve.aio.AioError;
import io.helve.message.Message;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The socket's side of a pipe, as its transport sees it. The transport sees to it that one thread at a time takes, and
 * one thread at a time, which may be another, delivers. No method blocks.
 */
@ProviderType
public interface SpPipeEnd {
    /**
     * Takes the next message that is to go out: its header goes first, then its body, as {@link Message#copyTo} copies
     * them. The message belongs to the transport from then on, which may read but not change it, and frees it when it
     * is done with it. A transport takes as many messages as can go out together.
     *
     * @return the message, or {@code null} if there is none; then {@link SpTransportPipe#sendable} will be called as
     *     soon as there is one
     */
    Message take();

    /**
     * Delivers a message that has arrived. The body holds all of it, since only the socket knows where a header ends.
     * After the last message of a batch the transport calls {@link #delivered}.
     *
     * @param message the message, one of {@link SpTransportHost#messages}; it belongs to the socket if the result is
     *     {@code true}
     * @return {@code false} if there is no room; then {@link SpTransportPipe#receivable} will be called as soon as
     *     there is
     * @throws IllegalArgumentException if the message is not one of Helve's
     */
    boolean deliver(Message message);

    /** Tells the socket that messages have been delivered since the last call. */
    void delivered();

    /**
     * Tells that the connection has ended. Messages that were delivered before are still received. Only the first call
     * counts.
     *
     * @param reason why it has ended: {@code ECONNSHUT}, {@code ECONNRESET}, {@code EPROTO}, {@code EMSGSIZE} ...
     */
    void closed(AioError reason);
}

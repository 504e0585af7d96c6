package io.helve.sp.provider;

import io.helve.aio.AioError;
import io.helve.message.Message;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The socket's side of a pipe, as its transport sees it. One thread at a time may take, and one (perhaps another)
 * deliver; for both it is the transport that sees to that.
 */
@ProviderType
public interface SpPipeEnd {
    /**
     * Takes the next message on its way out: its header goes first, then its body. It belongs to the transport from
     * then on, which may read but not change it, and frees it when it is done. Take as many as can go out together.
     *
     * @return the message, or null if there is none; then {@link SpTransportPipe#sendable} will be called once there is
     */
    Message take();

    /**
     * Delivers a message that has arrived, all of it in its body. Follow the last one of a batch by {@link #delivered}.
     *
     * @param message the message, which belongs to the socket if the result is true
     * @return false if there is no room; then {@link SpTransportPipe#receivable} will be called once there is
     */
    boolean deliver(Message message);

    /** Has the socket look at what has been delivered since the last call. */
    void delivered();

    /**
     * Says that the connection has ended. What was delivered before is still received.
     *
     * @param reason why: {@code ECONNSHUT}, {@code ECONNRESET}, {@code EPROTO}, {@code EMSGSIZE} ...
     */
    void closed(AioError reason);
}

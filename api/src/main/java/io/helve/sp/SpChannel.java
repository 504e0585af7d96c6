package io.helve.sp;

import io.helve.aio.Aio;
import io.helve.aio.AioException;
import io.helve.annotation.ThreadSafe;
import io.helve.message.Message;
import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What sends and receives messages: a socket, or one of its contexts.
 *
 * <p>A message that was sent successfully is not the sender's any more; after a failure it still is. Success says that
 * the message was taken, by a buffer or a connection; no protocol here tells whether a peer has it.
 *
 * <p>Results that every operation can have: {@code ECLOSED} when the socket or context is or gets closed,
 * {@code ETIMEDOUT}, {@code ECANCELED}, {@code ENOTSUP} if the protocol does not send, or does not receive. Each
 * protocol has its own besides:
 *
 * <ul>
 *   <li>req: {@code ESTATE} for a receive without a request sent before, {@code ECANCELED} for one whose request is
 *       replaced by a new one, {@code ECONNRESET}, see {@link SpOptions#RESEND_TIME}. A receive that ends in failure
 *       gives its request up.
 *   <li>rep, respondent: {@code ESTATE} for a send without a request received before, and for a second receive while
 *       one waits.
 *   <li>surveyor: {@code ESTATE} for a receive without an open survey, {@code ETIMEDOUT} when the survey ends,
 *       {@code ECANCELED} when a new one begins.
 *   <li>raw sockets: {@code EPROTO} for a message whose header is not what the protocol asks for.
 * </ul>
 */
@ProviderType
@ThreadSafe
public interface SpChannel extends AutoCloseable {
    /**
     * Returns its number. Mirrors {@code nng_socket_id} and {@code nng_ctx_id}.
     *
     * @return the number, above zero
     */
    int id();

    /**
     * Starts to send the handle's message. Completes when the message has been taken; {@code count} is the length of
     * its body then, and the handle has no message any more. Sends that wait are served in order. Mirrors
     * {@code nng_send_aio} and {@code nng_ctx_send}.
     *
     * @param aio the handle; its timeout, should it be {@link Aio#DEFAULT}, is {@link SpOptions#SEND_TIMEOUT}. Without
     *     a message the result is {@code EINVAL}.
     * @throws IllegalStateException if the handle is busy
     * @throws IllegalArgumentException if the message is not one of {@code Messages}
     */
    void send(Aio aio);

    /**
     * Starts to receive a message. Completes with {@code Aio.getMessage()}, {@code count} is the length of its body.
     * Receives that wait are served in order. Mirrors {@code nng_recv_aio} and {@code nng_ctx_recv}.
     *
     * @param aio the handle; its timeout, should it be {@link Aio#DEFAULT}, is {@link SpOptions#RECEIVE_TIMEOUT}
     * @throws IllegalStateException if the handle is busy
     */
    void receive(Aio aio);

    /**
     * Sends a message, waiting up to {@link SpOptions#SEND_TIMEOUT} until it has been taken. Mirrors
     * {@code nng_sendmsg}.
     *
     * @param message the message
     * @throws AioException with the error if it was not sent; the message is still the caller's
     * @throws InterruptedException if the thread is interrupted before the message has been taken; it is not sent then
     * @throws IllegalStateException if it would have to wait inside a callback
     */
    void send(Message message) throws InterruptedException;

    /**
     * Sends a message, waiting for a limited time until it has been taken.
     *
     * @param message the message
     * @param limit how long to wait at most: zero to look only, {@link Aio#INFINITE} to wait without limit, or
     *     {@link Aio#DEFAULT} for {@link SpOptions#SEND_TIMEOUT}
     * @throws IllegalArgumentException if the message cannot be sent at once, and the limit is another negative time
     * @throws AioException with the error if it was not sent; the message is still the caller's
     * @throws InterruptedException if the thread is interrupted before the message has been taken; it is not sent then
     * @throws IllegalStateException if it would have to wait inside a callback
     */
    void send(Message message, Duration limit) throws InterruptedException;

    /**
     * Sends a message if that is possible at once. Never blocks. Mirrors {@code nng_sendmsg} with
     * {@code NNG_FLAG_NONBLOCK}.
     *
     * @param message the message
     * @return whether it was sent; otherwise it would have had to wait, and is still the caller's
     * @throws AioException with any other error
     */
    boolean trySend(Message message);

    /**
     * Receives a message, waiting for it up to {@link SpOptions#RECEIVE_TIMEOUT}. Mirrors {@code nng_recvmsg}.
     *
     * @return the message
     * @throws AioException with the error if there is none
     * @throws InterruptedException if the thread is interrupted before there is one
     * @throws IllegalStateException if it would have to wait inside a callback
     */
    Message receive() throws InterruptedException;

    /**
     * Receives a message, waiting for it for a limited time.
     *
     * @param limit how long to wait at most: zero to look only, {@link Aio#INFINITE} to wait without limit, or
     *     {@link Aio#DEFAULT} for {@link SpOptions#RECEIVE_TIMEOUT}
     * @return the message
     * @throws IllegalArgumentException if there is no message yet, and the limit is another negative time
     * @throws AioException with the error if there is none
     * @throws InterruptedException if the thread is interrupted before there is one
     * @throws IllegalStateException if it would have to wait inside a callback
     */
    Message receive(Duration limit) throws InterruptedException;

    /**
     * Receives a message if there is one. Never blocks. Mirrors {@code nng_recvmsg} with {@code NNG_FLAG_NONBLOCK}.
     *
     * @return the message, or null if it would have had to wait
     * @throws AioException with any other error
     */
    Message tryReceive();

    /**
     * Has a sub socket or context receive what begins with these bytes, from now on. A topic that it has already does
     * not count twice; an empty one is all there is. Mirrors {@code nng_sub0_socket_subscribe} and
     * {@code nng_sub0_ctx_subscribe}.
     *
     * @param topic the bytes, which are copied
     * @throws AioException {@code ENOTSUP} for other protocols and raw sockets, {@code ECLOSED}
     */
    void subscribe(byte[] topic);

    /**
     * Subscribes to a topic given as text, in UTF-8.
     *
     * @param topic the text
     * @throws AioException as {@link #subscribe(byte[])}
     */
    void subscribe(String topic);

    /**
     * Takes a subscription back, and drops the messages that wait in the buffer and belong to no other one. Mirrors
     * {@code nng_sub0_socket_unsubscribe} and {@code nng_sub0_ctx_unsubscribe}.
     *
     * @param topic the bytes
     * @throws AioException {@code ENOENT} if there is no such subscription; as {@link #subscribe(byte[])} besides
     */
    void unsubscribe(byte[] topic);

    /**
     * Takes a subscription back that was given as text.
     *
     * @param topic the text
     * @throws AioException as {@link #unsubscribe(byte[])}
     */
    void unsubscribe(String topic);

    /**
     * Sets an option. Mirrors {@code nng_socket_set} and {@code nng_ctx_set}.
     *
     * @param <T> the option's type
     * @param option the option
     * @param value its value
     * @return this
     * @throws AioException {@code ENOTSUP} if there is no such option here, {@code EINVAL} if the value is out of range
     *     (the message names both), {@code ECLOSED}
     */
    <T> SpChannel set(SpOption<T> option, T value);

    /**
     * Returns an option's value. Mirrors {@code nng_socket_get} and {@code nng_ctx_get}.
     *
     * @param <T> the option's type
     * @param option the option
     * @return the value set, or the default
     * @throws AioException {@code ENOTSUP} if there is no such option here
     */
    <T> T get(SpOption<T> option);

    /**
     * Closes the socket or context without waiting: operations in progress end with {@code ECLOSED}, and so do later
     * ones. A second call does nothing.
     */
    @Override
    void close();
}

package io.helve.sp;

import io.helve.aio.Aio;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.annotation.ThreadSafe;
import io.helve.message.Message;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Sends and receives messages: a socket, or one of its contexts.
 *
 * <p>A message that was sent successfully no longer belongs to the sender; after a failure it still does. Success means
 * that a buffer or a connection has taken the message; no protocol tells whether a peer has received it.
 *
 * <p>Results that every operation can have: {@code ECLOSED} if the socket or context is closed before or during the
 * operation, {@code ETIMEDOUT}, {@code ECANCELED}, {@code ENOTSUP} if the protocol does not send, or does not receive.
 * Some protocols have further results:
 *
 * <ul>
 *   <li>req: {@code ESTATE} for a receive without a request sent before, {@code ECANCELED} for a receive whose request
 *       is replaced by a new request, {@code ECONNRESET}, see {@link SpOptions#RESEND_TIME}. A failed receive gives up
 *       its request.
 *   <li>rep, respondent: {@code ESTATE} for a send without a request received before, and for a receive while another
 *       receive waits.
 *   <li>surveyor: {@code ESTATE} for a receive without an open survey, {@code ETIMEDOUT} when the survey ends,
 *       {@code ECANCELED} when a new survey begins. A receive that is cancelled or has its own time limit leaves the
 *       survey open, unlike nng's.
 *   <li>raw sockets: {@code EPROTO} for a message whose header does not have the form that the protocol requires.
 * </ul>
 */
@ProviderType
@ThreadSafe
public interface SpChannel extends AutoCloseable {
    /**
     * Returns the number of the socket or context. Mirrors {@code nng_socket_id} and {@code nng_ctx_id}.
     *
     * @return the number, above zero
     */
    int id();

    /**
     * Starts to send the handle's message. The operation completes when a buffer or a connection has taken the message;
     * {@code count} is then the length of its body, and the handle has no message any more. Waiting sends are served in
     * order. Mirrors {@code nng_send_aio} and {@code nng_ctx_send}.
     *
     * @param aio the handle; the timeout {@link Aio#DEFAULT} stands for {@link SpOptions#SEND_TIMEOUT}. Without a
     *     message the result is {@code EINVAL}.
     * @throws IllegalStateException if the handle is busy
     * @throws IllegalArgumentException if the message was not made by {@code Messages}
     */
    void send(Aio aio);

    /**
     * Starts to receive a message. When the operation has succeeded, {@code Aio.getMessage()} returns the message, and
     * {@code count} is the length of its body. Waiting receives are served in order. Mirrors {@code nng_recv_aio} and
     * {@code nng_ctx_recv}.
     *
     * @param aio the handle; the timeout {@link Aio#DEFAULT} stands for {@link SpOptions#RECEIVE_TIMEOUT}
     * @throws IllegalStateException if the handle is busy
     */
    void receive(Aio aio);

    /**
     * Sends a message, and waits up to {@link SpOptions#SEND_TIMEOUT} until a buffer or a connection has taken it.
     * Mirrors {@code nng_sendmsg}.
     *
     * @param message the message
     * @throws AioException with the error if the message was not sent; it still belongs to the caller
     * @throws InterruptedException if the thread is interrupted before the message has been taken; the message is then
     *     not sent
     * @throws IllegalStateException if the call would have to wait inside a callback
     */
    void send(Message message) throws InterruptedException;

    /**
     * Sends a message, and waits for a limited time until a buffer or a connection has taken it.
     *
     * @param message the message
     * @param limit how long to wait at most: zero to try only once, {@link Aio#INFINITE} to wait without limit, or
     *     {@link Aio#DEFAULT} for {@link SpOptions#SEND_TIMEOUT}
     * @throws IllegalArgumentException if the message cannot be sent at once, and the limit is another negative time
     * @throws AioException with the error if the message was not sent; it still belongs to the caller
     * @throws InterruptedException if the thread is interrupted before the message has been taken; the message is then
     *     not sent
     * @throws IllegalStateException if the call would have to wait inside a callback
     */
    void send(Message message, Duration limit) throws InterruptedException;

    /**
     * Sends a message if a buffer or a connection can take it at once. Never blocks. Mirrors {@code nng_sendmsg} with
     * {@code NNG_FLAG_NONBLOCK}.
     *
     * @param message the message
     * @return whether the message was sent; if not, a send would have to wait, and the message still belongs to the
     *     caller
     * @throws AioException with the error if sending fails for another reason: {@code ECLOSED} if the socket is closed,
     *     which may happen at any moment when the bundle or Helve stops. A callback may leave this exception to its
     *     caller: it is not logged as an error.
     */
    boolean trySend(Message message);

    /**
     * Receives a message, and waits for it up to {@link SpOptions#RECEIVE_TIMEOUT}. Mirrors {@code nng_recvmsg}.
     *
     * @return the message
     * @throws AioException with the error if no message was received
     * @throws InterruptedException if the thread is interrupted before a message is there
     * @throws IllegalStateException if the call would have to wait inside a callback
     */
    Message receive() throws InterruptedException;

    /**
     * Receives a message, and waits for it for a limited time.
     *
     * @param limit how long to wait at most: zero to try only once, {@link Aio#INFINITE} to wait without limit, or
     *     {@link Aio#DEFAULT} for {@link SpOptions#RECEIVE_TIMEOUT}
     * @return the message
     * @throws IllegalArgumentException if there is no message yet, and the limit is another negative time
     * @throws AioException with the error if no message was received
     * @throws InterruptedException if the thread is interrupted before a message is there
     * @throws IllegalStateException if the call would have to wait inside a callback
     */
    Message receive(Duration limit) throws InterruptedException;

    /**
     * Receives a message if there is one. Never blocks. Mirrors {@code nng_recvmsg} with {@code NNG_FLAG_NONBLOCK}.
     *
     * @return the message, or {@code null} if a receive would have to wait
     * @throws AioException with the error if receiving fails for another reason
     */
    @Nullable
    Message tryReceive();

    /**
     * Sends a message with this text, in UTF-8, and waits as {@link #send(Message)} does.
     *
     * @param text the body of the message
     * @throws AioException with the error if the message was not sent
     * @throws InterruptedException if the thread is interrupted before the message has been taken; the message is then
     *     not sent
     * @throws IllegalStateException if the call would have to wait inside a callback
     */
    void send(String text) throws InterruptedException;

    /**
     * Returns the factory that makes the handles of the asynchronous methods of this channel: that of its tenant. To
     * have callbacks run elsewhere, use it directly: {@code channel.factory().on(executor).submit(channel::receive,
     * Message.class)}.
     *
     * @return the factory, always the same
     */
    AioFactory factory();

    /**
     * Sends a message as {@link #send(Aio)} does, within {@link SpOptions#SEND_TIMEOUT}, and returns a future of the
     * end of the send. If the future fails, the message still belongs to the caller; if the caller has cancelled the
     * future, the message must not be used any more.
     *
     * <pre>{@code
     * push.sendAsync(messages.of("work")).thenRun(this::next);
     * }</pre>
     *
     * @param message the message
     * @return the future; it fails with {@link AioException} with the results of {@link #send(Aio)}. Stages without an
     *     executor run on the completion pool, but one that is added to a completed future runs at once on the thread
     *     that adds it; asynchronous stages ({@code thenRunAsync}) always run on the completion pool
     */
    default CompletableFuture<@Nullable Void> sendAsync(Message message) {
        Objects.requireNonNull(message, "message");
        return factory()
                .submit(
                        aio -> {
                            aio.setMessage(message);
                            send(aio);
                        },
                        aio -> null);
    }

    /**
     * Receives a message as {@link #receive(Aio)} does, within {@link SpOptions#RECEIVE_TIMEOUT}, and returns a future
     * of the message. Cancelling the future cancels the receive; a message that nobody takes is freed.
     *
     * <pre>{@code
     * pull.receiveAsync().thenAccept(message -> handle(message.text()));
     * }</pre>
     *
     * @return the future; it fails with {@link AioException} with the results of {@link #receive(Aio)}. Stages without
     *     an executor run on the completion pool, but one that is added to a completed future runs at once on the
     *     thread that adds it; asynchronous stages ({@code thenAcceptAsync}) always run on the completion pool
     */
    default CompletableFuture<Message> receiveAsync() {
        return factory().submit(this::receive, Message.class);
    }

    /**
     * Returns the messages of this channel as a publisher. The channel receives a message only when a subscriber has
     * requested one, so a slow subscriber holds messages back: in the buffer of the socket, and when that is full, by
     * the rules of the protocol (push waits, pub drops). Each subscription receives on a handle of its own; several
     * subscriptions share the messages.
     *
     * <p>The subscriber is called on the completion pool, by one thread at a time, and must not block. A message
     * belongs to the subscriber that gets it. When the channel is closed the subscription completes; other errors end
     * it with {@link AioException}. A message that has been received when the subscription is cancelled is still
     * delivered, so none is lost. If the subscriber throws an exception, the exception is logged and the subscription
     * ends.
     *
     * <pre>{@code
     * sub.subscribe("prices.");
     * sub.messages().subscribe(subscriber);
     * }</pre>
     *
     * @return a publisher; subscribing to it fails with {@code ENOMEM} if the quota of handles is used up
     */
    default Flow.Publisher<Message> messages() {
        return new MessagePublisher(this);
    }

    /**
     * Lets a sub socket or context receive the messages that begin with these bytes, from now on. Subscribing twice to
     * one topic has the effect of subscribing once; every message begins with the empty topic. Mirrors
     * {@code nng_sub0_socket_subscribe} and {@code nng_sub0_ctx_subscribe}.
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
     * Ends a subscription, and drops the messages in the buffer that match no other subscription. Mirrors
     * {@code nng_sub0_socket_unsubscribe} and {@code nng_sub0_ctx_unsubscribe}.
     *
     * @param topic the bytes
     * @throws AioException {@code ENOENT} if there is no such subscription; the errors of {@link #subscribe(byte[])}
     */
    void unsubscribe(byte[] topic);

    /**
     * Ends a subscription to a topic given as text, in UTF-8.
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
     * @throws AioException {@code ENOTSUP} if the socket or context does not have the option, {@code ECLOSED}
     * @throws IllegalArgumentException if the value is out of range; the message names the option, the range and the
     *     value
     */
    <T> SpChannel set(SpOption<T> option, T value);

    /**
     * Returns an option's value. Mirrors {@code nng_socket_get} and {@code nng_ctx_get}.
     *
     * @param <T> the option's type
     * @param option the option
     * @return the value set, or the default; {@code null} if there is neither, as for {@link SpOptions#SOCKET_NAME}
     * @throws AioException {@code ENOTSUP} if the socket or context does not have the option
     */
    <T> @Nullable T get(SpOption<T> option);

    /**
     * Closes the socket or context without waiting: operations in progress and later operations end with
     * {@code ECLOSED}. A second call does nothing.
     */
    @Override
    void close();
}

package io.helve.sp;

import io.helve.aio.AioException;
import io.helve.annotation.ThreadSafe;
import io.helve.stream.StreamUrl;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A socket: one protocol, spoken with any number of peers. Mirrors {@code nng_socket}.
 *
 * <p>A <b>raw</b> socket leaves the protocol to the application: a received message has its header, which the
 * application may read, and a message to send must have the header that the protocol requires. Raw sockets are the two
 * ends of a {@link SpSockets#device device}.
 */
@ProviderType
@ThreadSafe
public interface SpSocket extends SpChannel {
    /**
     * Returns the protocol of the socket.
     *
     * @return the protocol
     */
    SpProtocol protocol();

    /**
     * Tells whether the socket is raw.
     *
     * @return whether it is raw
     */
    boolean isRaw();

    /**
     * Connects to an address and waits until the first attempt has succeeded; from then on the dialer keeps the
     * connection up. Mirrors {@code nng_dial}.
     *
     * @param url the address, such as {@code tcp://127.0.0.1:5555} or {@code inproc://name}
     * @return the dialer
     * @throws AioException as {@link #dialer} and {@link SpDialer#start()}; the dialer is then closed
     * @throws InterruptedException if the thread is interrupted; the dialer is then closed
     */
    SpDialer dial(StreamUrl url) throws InterruptedException;

    /**
     * Connects to an address that is given as text, as {@link #dial(StreamUrl)} does.
     *
     * @param url the address
     * @return the dialer
     * @throws AioException as {@link #dial(StreamUrl)}, and {@code EADDRINVAL} if the URL is not well-formed
     * @throws InterruptedException if the thread is interrupted; the dialer is then closed
     */
    default SpDialer dial(String url) throws InterruptedException {
        return dial(StreamUrl.parse(url));
    }

    /**
     * Makes a dialer that does nothing until it is started. Mirrors {@code nng_dialer_create}.
     *
     * @param url the address
     * @return a new dialer
     * @throws AioException {@code EADDRINVAL} if the transport cannot use the URL, {@code ENOTSUP} if there is no
     *     transport for its scheme, {@code ECLOSED}
     */
    SpDialer dialer(StreamUrl url);

    /**
     * Makes a dialer for an address that is given as text, as {@link #dialer(StreamUrl)} does.
     *
     * @param url the address
     * @return the dialer
     * @throws AioException as {@link #dialer(StreamUrl)}, and {@code EADDRINVAL} if the URL is not well-formed
     */
    default SpDialer dialer(String url) {
        return dialer(StreamUrl.parse(url));
    }

    /**
     * Accepts connections at an address from now on. Mirrors {@code nng_listen}.
     *
     * @param url the address; {@code *} or an empty host means all addresses, port 0 lets the system choose a port
     * @return the listener
     * @throws AioException as {@link #listener} and {@link SpListener#start}; the listener is then closed
     */
    SpListener listen(StreamUrl url);

    /**
     * Accepts connections at an address that is given as text, as {@link #listen(StreamUrl)} does.
     *
     * @param url the address
     * @return the listener
     * @throws AioException as {@link #listen(StreamUrl)}, and {@code EADDRINVAL} if the URL is not well-formed
     */
    default SpListener listen(String url) {
        return listen(StreamUrl.parse(url));
    }

    /**
     * Makes a listener that does nothing until it is started. Mirrors {@code nng_listener_create}.
     *
     * @param url the address
     * @return a new listener
     * @throws AioException {@code EADDRINVAL} if the transport cannot use the URL, {@code ENOTSUP} if there is no
     *     transport for its scheme, {@code ECLOSED}
     */
    SpListener listener(StreamUrl url);

    /**
     * Makes a listener for an address that is given as text, as {@link #listener(StreamUrl)} does.
     *
     * @param url the address
     * @return the listener
     * @throws AioException as {@link #listener(StreamUrl)}, and {@code EADDRINVAL} if the URL is not well-formed
     */
    default SpListener listener(String url) {
        return listener(StreamUrl.parse(url));
    }

    /**
     * Opens a context. Mirrors {@code nng_ctx_open}.
     *
     * @return a new context; closed with the socket
     * @throws AioException {@code ENOTSUP} if the protocol has no contexts, or the socket is raw; {@code ECLOSED}
     */
    SpContext openContext();

    /**
     * Sets the callback for an event of pipes, in place of the callback set before for that event. Callbacks of one
     * socket run one after the other, on a thread of the completion pool. A pipe is rejected if the callback for
     * {@link SpPipeEvent#BEFORE_ADD} closes the pipe, throws, or cannot run; until that callback has returned, the pipe
     * counts among the pipes of the socket. On a closed socket this method has no effect. Mirrors
     * {@code nng_pipe_notify}.
     *
     * @param event the event
     * @param callback the callback, or {@code null} for none
     * @throws AioException {@code ENOMEM} if the quota of handles is used up: a socket with callbacks takes one handle
     */
    void onPipe(SpPipeEvent event, Consumer<? super SpPipe> callback);

    /**
     * Returns the state and the counters.
     *
     * @return an immutable snapshot
     */
    SpStatistic statistics();

    /**
     * {@inheritDoc}
     *
     * @throws AioException as the method it overrides
     */
    @Override
    <T> SpSocket set(SpOption<T> option, T value);

    /**
     * Closes the socket with its contexts, dialers, listeners and pipes, without waiting: operations in progress and
     * later operations end with {@code ECLOSED}. For a short time, connections still send the messages that they have
     * taken; other messages are dropped. The address of a listener may stay in use for a moment longer; {@link #stop}
     * waits for that. Idempotent.
     */
    @Override
    void close();

    /**
     * Closes the socket and waits until the transports have released the sockets of its dialers and listeners, so that
     * each address can be bound again at once. Connections may still send messages for a short time. After
     * {@link #close} this only waits. Mirrors {@code nng_close} (in nng 2.0 {@code nng_socket_close}), which waits.
     *
     * @throws IllegalStateException on a thread for which this call would have to wait, such as that of an inline
     *     callback; then the socket has been closed
     */
    void stop();
}

package io.helve.sp;

import io.helve.aio.AioException;
import io.helve.annotation.ThreadSafe;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A socket: one protocol, spoken with any number of peers. Mirrors {@code nng_socket}.
 *
 * <p>A <b>raw</b> socket leaves out the protocol's own doing: the header of what it receives is there for the
 * application, and what it sends must have one; {@link SpSockets#device devices} are made of them.
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
     * @throws AioException as {@link #dialer} and {@link SpDialer#start()}; no dialer is left then
     * @throws InterruptedException if the thread is interrupted; no dialer is left then
     */
    SpDialer dial(String url) throws InterruptedException;

    /**
     * Makes a dialer that does nothing until it is started. Mirrors {@code nng_dialer_create}.
     *
     * @param url the address
     * @return a new dialer
     * @throws AioException {@code EADDRINVAL} if the URL is not well-formed, {@code ENOTSUP} if there is no transport
     *     for its scheme, {@code ECLOSED}
     */
    SpDialer dialer(String url);

    /**
     * Takes connections at an address from now on. Mirrors {@code nng_listen}.
     *
     * @param url the address; {@code *} or an empty host means all addresses, port 0 chooses one
     * @return the listener
     * @throws AioException as {@link #listener} and {@link SpListener#start}; no listener is left then
     */
    SpListener listen(String url);

    /**
     * Makes a listener that does nothing until it is started. Mirrors {@code nng_listener_create}.
     *
     * @param url the address
     * @return a new listener
     * @throws AioException {@code EADDRINVAL} if the URL is not well-formed, {@code ENOTSUP} if there is no transport
     *     for its scheme, {@code ECLOSED}
     */
    SpListener listener(String url);

    /**
     * Opens a context. Mirrors {@code nng_ctx_open}.
     *
     * @return a new context; closed with the socket
     * @throws AioException {@code ENOTSUP} if the protocol has none, or the socket is raw; {@code ECLOSED}
     */
    SpContext openContext();

    /**
     * Has a callback run when pipes come and go, in place of the one set before for the event. Callbacks of one socket
     * run one after the other, on a thread of the completion pool. A pipe is rejected if the callback for
     * {@link SpPipeEvent#BEFORE_ADD} closes it, throws, or cannot run; until it has returned the pipe counts as one of
     * the socket's. Has no effect on a closed socket. Mirrors {@code nng_pipe_notify}.
     *
     * @param event when to call
     * @param callback the callback, or {@code null} for none
     * @throws AioException {@code ENOMEM} if there are no handles left, of which a socket with callbacks takes one
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
     * Closes the socket with its contexts, dialers, listeners and pipes, without waiting: operations in progress end
     * with {@code ECLOSED}, and so do later ones. Messages that were taken for sending and are with a connection still
     * go out, for a short time; others are dropped. The address of a listener may be in use a moment longer.
     * Idempotent. Mirrors {@code nng_close}, which waits.
     */
    @Override
    void close();
}

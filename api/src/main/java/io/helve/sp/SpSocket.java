package io.helve.sp;

import io.helve.aio.AioException;
import io.helve.annotation.ThreadSafe;
import io.helve.message.Message;
import io.helve.stream.StreamUrl;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
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
     * <p>In a framework a transport may start later than its users. If there is no transport for the scheme at present,
     * the dialer is made nevertheless: {@link SpDialer#startInBackground} waits for the transport, and
     * {@link SpDialer#start()} fails with {@code ENOTSUP} until it is there. A URL that the transport cannot use is
     * found then.
     *
     * @param url the address
     * @return a new dialer
     * @throws AioException {@code EADDRINVAL} if the transport cannot use the URL; {@code ENOTSUP} without a framework
     *     if there is no transport for its scheme, since none can come; {@code ECLOSED}; {@code ENOMEM} if the tenant's
     *     quota of handles is used up: the dialer and each pipe take some
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
     * <p>In a framework a transport may start later than its users. If there is no transport for the scheme at present,
     * the listener is made nevertheless, and {@link SpListener#start} waits for the transport. A URL that the transport
     * cannot use is found then.
     *
     * @param url the address
     * @return a new listener
     * @throws AioException {@code EADDRINVAL} if the transport cannot use the URL; {@code ENOTSUP} without a framework
     *     if there is no transport for its scheme, since none can come; {@code ECLOSED}; {@code ENOMEM} if the tenant's
     *     quota of handles is used up: the listener and each pipe take some
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
     * Sends a request and receives its answer, in a context of its own, so any number of requests may be in progress.
     * The send takes no longer than {@link SpOptions#SEND_TIMEOUT}, the answer no longer than
     * {@link SpOptions#RECEIVE_TIMEOUT}. Cancelling the future gives up the request; an answer that nobody takes is
     * freed. The context is closed with the end of the request.
     *
     * <pre>{@code
     * req.request(messages.of("time"))
     *         .orTimeout(2, TimeUnit.SECONDS)
     *         .thenAccept(answer -> show(answer.text()));
     * }</pre>
     *
     * @param request the message. If sending fails, it still belongs to the caller; after a cancel it must not be used
     * @return a future of the answer; it fails with {@link AioException}: with the results of {@link #send(Aio)} and
     *     {@link #receive(Aio)}, or with {@code ENOTSUP} if the protocol has no contexts. Stages without an executor
     *     run on the completion pool, but one that is added to a completed future runs at once on the thread that adds
     *     it; asynchronous stages ({@code thenAcceptAsync}) always run on the completion pool
     */
    default CompletableFuture<Message> request(Message request) {
        Objects.requireNonNull(request, "request");
        return factory().submit(aio -> RequestOperation.start(this, request, aio), Message.class);
    }

    /**
     * Sends a survey and collects its answers, in a context of its own, until {@link SpOptions#SURVEY_TIME} is over.
     * Cancelling the future ends the survey; answers that nobody takes are freed.
     *
     * <pre>{@code
     * surveyor.survey(messages.of("who is there?")).thenAccept(answers -> answers.forEach(this::count));
     * }</pre>
     *
     * @param survey the message. If sending fails, it still belongs to the caller; after a cancel it must not be used
     * @return a future of the answers, in an unmodifiable list; it fails with {@link AioException} if the survey could
     *     not be sent, or the socket is closed before the time is over, and with {@code ENOTSUP} if the socket is no
     *     surveyor
     */
    default CompletableFuture<List<Message>> survey(Message survey) {
        Objects.requireNonNull(survey, "survey");
        return factory()
                .submit(
                        aio -> SurveyOperation.collect(this, survey, aio),
                        aio -> aio.output(SurveyAnswers.class).list());
    }

    /**
     * Sends a survey as {@link #survey(Message)} does, and passes on each answer as it arrives.
     *
     * <pre>{@code
     * surveyor.survey(messages.of("who is there?"), answer -> show(answer.text()));
     * }</pre>
     *
     * @param survey the message
     * @param answer a callback that gets the answers one after the other, and owns each answer from then on. The
     *     callback runs on the completion pool and must not block. An exception that it throws is logged
     * @return a future that completes with {@code null} when the time of the survey is over, and fails as that of
     *     {@link #survey(Message)}
     */
    default CompletableFuture<@Nullable Void> survey(Message survey, Consumer<? super Message> answer) {
        Objects.requireNonNull(survey, "survey");
        Objects.requireNonNull(answer, "answer");
        return factory().submit(aio -> SurveyOperation.start(this, survey, answer, aio), aio -> null);
    }

    /**
     * Answers requests or surveys, one after the other, until the socket is closed or the returned future is cancelled.
     *
     * <pre>{@code
     * rep.listen("tcp://*:5555");
     * rep.serve(request -> messages.of(request.text().toUpperCase()));
     * }</pre>
     *
     * @param answer returns the answer to a request, or {@code null} for none. It is a callback: it runs on the
     *     completion pool, and must not block; for code that blocks see {@link #serveAsync}. The request may be changed
     *     and returned as the answer; otherwise it is freed when the function has returned. If the function throws an
     *     exception, the exception is logged, and the request gets no answer
     * @return a future that completes with {@code null} when the socket is closed; it fails with {@link AioException},
     *     for example with {@code ENOTSUP} if the protocol has no contexts
     */
    default CompletableFuture<@Nullable Void> serve(Function<? super Message, ? extends @Nullable Message> answer) {
        Objects.requireNonNull(answer, "answer");
        return serveAsync(1, request -> ServeOperation.answered(answer.apply(request)));
    }

    /**
     * Answers requests or surveys as {@link #serve} does, several at a time, each in a context of its own, with answers
     * that come later.
     *
     * <pre>{@code
     * rep.serveAsync(16, request -> CompletableFuture.supplyAsync(() -> query(request), executor));
     * }</pre>
     *
     * @param parallel how many requests may be in progress at a time; further requests wait in the socket
     * @param answer returns a stage that produces the answer, or {@code null}. The request is freed when the stage has
     *     ended, unless it is the answer. If the stage fails, the failure is logged, and the request gets no answer
     * @return a future as that of {@link #serve}
     * @throws IllegalArgumentException if {@code parallel} is not above zero
     */
    default CompletableFuture<@Nullable Void> serveAsync(
            int parallel,
            Function<? super Message, ? extends @Nullable CompletionStage<? extends @Nullable Message>> answer) {
        Objects.requireNonNull(answer, "answer");
        if (parallel <= 0) {
            throw new IllegalArgumentException("parallel must be above zero, but is " + parallel);
        }
        return factory().submit(aio -> ServeOperation.start(this, parallel, answer, aio), aio -> null);
    }

    /**
     * Connects as {@link #dial(StreamUrl)} does, without waiting.
     *
     * <pre>{@code
     * req.dialAsync("tcp://server:5555").thenAccept(dialer -> begin());
     * }</pre>
     *
     * @param url the address
     * @return a future of the dialer, which is closed if the first attempt fails or nobody takes it; it fails with
     *     {@link AioException} as {@link #dial(StreamUrl)} does
     * @throws AioException as {@link #dialer(StreamUrl)}
     */
    default CompletableFuture<SpDialer> dialAsync(StreamUrl url) {
        Objects.requireNonNull(url, "url");
        SpDialer dialer = dialer(url);
        CompletableFuture<SpDialer> connected = factory().submit(dialer::start, aio -> dialer);
        connected.whenComplete((started, failure) -> {
            if (failure != null) {
                dialer.close();
            }
        });
        return connected;
    }

    /**
     * Connects to an address that is given as text, as {@link #dialAsync(StreamUrl)} does.
     *
     * @param url the address
     * @return a future of the dialer
     * @throws AioException as {@link #dialAsync(StreamUrl)}, and {@code EADDRINVAL} if the URL is not well-formed
     */
    default CompletableFuture<SpDialer> dialAsync(String url) {
        return dialAsync(StreamUrl.parse(url));
    }

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
    void onPipe(SpPipeEvent event, @Nullable Consumer<? super SpPipe> callback);

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

package io.helve.sp.impl.socket;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;
import io.helve.internal.FailedStart;
import io.helve.message.Message;
import io.helve.sp.SpChannel;
import io.helve.sp.SpOption;
import io.helve.sp.SpOptions;
import io.helve.sp.impl.contract.OptionSet;
import io.helve.sp.impl.contract.Outcome;
import io.helve.sp.impl.contract.ProtocolContext;
import io.helve.sp.impl.message.SpMessage;
import io.helve.sp.impl.pipe.DeferredActions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;

/**
 * The sending and receiving of a socket or a context. A call starts an operation, asks the {@link ProtocolContext}
 * under the socket's lock, and finishes operations and signals transports after the lock is released.
 */
abstract class MessageChannel implements SpChannel {
    /** The caller of a send or a receive. While a device has the socket, a {@code USER} gets {@code EBUSY}. */
    enum Caller {
        USER,
        DEVICE
    }

    final int id;
    final ProtocolContext protocolContext;
    private final OptionSet options;
    private volatile boolean mayBePolled;
    private final BusyWait busySend = new BusyWait();
    private final BusyWait busyReceive = new BusyWait();
    private volatile Duration sendTimeout;
    private volatile Duration receiveTimeout;

    /** Guarded by the socket's lock. */
    private boolean closed;

    private final AioCanceller sendCanceller = new AioCanceller() {
        @Override
        public void cancel(AioOperation operation, AioError reason) {
            cancelSend(operation, reason);
        }

        @Override
        public String describe() {
            return "send on " + MessageChannel.this;
        }
    };

    private final AioCanceller receiveCanceller = new AioCanceller() {
        @Override
        public void cancel(AioOperation operation, AioError reason) {
            cancelReceive(operation, reason);
        }

        @Override
        public String describe() {
            return "receive on " + MessageChannel.this;
        }
    };

    MessageChannel(int id, ProtocolContext protocolContext, OptionSet options) {
        this.id = id;
        this.protocolContext = protocolContext;
        this.options = options;
    }

    /** {@return the socket whose lock guards this channel} */
    abstract Socket owner();

    final void readOptions(DeferredActions actions) {
        sendTimeout = options.get(SpOptions.SEND_TIMEOUT);
        receiveTimeout = options.get(SpOptions.RECEIVE_TIMEOUT);
        protocolContext.configure(options, actions);
        mayBePolled = protocolContext.mayBePolled();
    }

    final OptionSet options() {
        return options;
    }

    // ---- operations

    @Override
    public final void send(Aio aio) {
        Objects.requireNonNull(aio, "aio");
        send(aio, Caller.USER);
    }

    final void send(Aio aio, Caller caller) {
        SpMessage message = SpMessage.of(aio.getMessage());
        int length = message == null ? 0 : message.length();
        if (message != null) {
            aio.setMessage(message); // otherwise the start clears a message that the last operation had received
        }
        AioOperation operation = AioOperation.startExclusive(aio, sendCanceller, sendTimeout);
        if (operation == null) {
            return;
        }
        if (message == null) {
            operation.finish(AioError.EINVAL, 0);
            return;
        }
        Outcome outcome;
        try (DeferredActions actions = owner().enter()) {
            message.pass();
            AioError refused = refusal(caller);
            outcome = refused == AioError.OK
                    ? protocolContext.send(message, operation, actions)
                    : Outcome.failed(refused);
            if (outcome == Outcome.WAITS) {
                AioError cancelled = operation.cancelReason(); // a cancel may have come before the operation waited
                if (cancelled != null && protocolContext.cancelSend(operation, actions)) {
                    outcome = Outcome.failed(cancelled);
                }
            }
            if (outcome != Outcome.DONE) {
                message.giveBack();
            }
        } catch (Throwable e) {
            FailedStart.end(operation, e);
            return;
        }
        if (outcome == Outcome.DONE) {
            DeferredActions.finishSent(operation, length);
        } else if (outcome != Outcome.WAITS) {
            operation.finish(outcome.result(), 0);
        }
    }

    private void cancelSend(AioOperation operation, AioError reason) {
        try (DeferredActions actions = owner().enter()) {
            if (protocolContext.cancelSend(operation, actions)) {
                actions.fail(operation, reason);
            }
        }
    }

    @Override
    public final void receive(Aio aio) {
        receive(aio, Caller.USER);
    }

    final void receive(Aio aio, Caller caller) {
        AioOperation operation = AioOperation.startExclusive(aio, receiveCanceller, receiveTimeout);
        if (operation == null) {
            return;
        }
        Outcome outcome;
        try (DeferredActions actions = owner().enter()) {
            AioError refused = refusal(caller);
            outcome = refused == AioError.OK ? protocolContext.receive(operation, actions) : Outcome.failed(refused);
            if (outcome == Outcome.DONE) {
                actions.received(operation, actions.takeReceivedNow());
            } else if (outcome == Outcome.WAITS) {
                AioError cancelled = operation.cancelReason();
                if (cancelled != null && protocolContext.cancelReceive(operation, actions)) {
                    outcome = Outcome.failed(cancelled);
                }
            }
        } catch (Throwable e) {
            FailedStart.end(operation, e);
            return;
        }
        if (outcome != Outcome.DONE && outcome != Outcome.WAITS) {
            operation.finish(outcome.result(), 0);
        }
    }

    private void cancelReceive(AioOperation operation, AioError reason) {
        try (DeferredActions actions = owner().enter()) {
            if (protocolContext.cancelReceive(operation, actions)) {
                actions.fail(operation, reason);
            }
        }
    }

    // ---- without a handle

    @Override
    public final boolean trySend(Message message) {
        return failUnlessAgain(sendNow(message), "send on ");
    }

    private AioError sendNow(Message given) {
        SpMessage message = SpMessage.of(Objects.requireNonNull(given, "message"));
        message.length(); // throws if the message was freed or sent
        try (DeferredActions actions = owner().enter()) {
            message.pass();
            AioError refused = refusal(Caller.USER);
            AioError result = refused == AioError.OK
                    ? protocolContext.send(message, null, actions).result()
                    : refused;
            if (result != AioError.OK) {
                message.giveBack();
            }
            return result;
        }
    }

    /** {@return the message, or null if there is none yet} */
    @Override
    public final SpMessage tryReceive() {
        AioError result;
        SpMessage message;
        try (DeferredActions actions = owner().enter()) {
            AioError refused = refusal(Caller.USER);
            result = refused == AioError.OK
                    ? protocolContext.receive(null, actions).result()
                    : refused;
            message = actions.takeReceivedNow();
        }
        failUnlessAgain(result, "receive on ");
        return message;
    }

    private boolean failUnlessAgain(AioError result, String what) {
        if (result != AioError.OK && result != AioError.EAGAIN) {
            throw new AioException(result, result.message() + ": " + what + this);
        }
        return result == AioError.OK;
    }

    @Override
    public final void send(Message message) throws InterruptedException {
        send(message, sendTimeout);
    }

    @Override
    public final void send(Message message, Duration limit) throws InterruptedException {
        Objects.requireNonNull(limit, "limit");
        if (trySend(message)) {
            return;
        }
        requireTime(limit.equals(Aio.DEFAULT) ? sendTimeout : limit, "send on ");
        if (!owner().pipes().areLocal()) {
            owner().waiting().send(this, message, limit);
            return;
        }
        long began = System.nanoTime();
        long window = busySend.window();
        while (System.nanoTime() - began < window) {
            Thread.yield();
            if (trySend(message)) {
                busySend.seen();
                return;
            }
        }
        owner().waiting().send(this, message, limit);
        busySend.blocked(System.nanoTime() - began);
    }

    @Override
    public final Message receive() throws InterruptedException {
        return receive(receiveTimeout);
    }

    @Override
    public final Message receive(Duration limit) throws InterruptedException {
        Objects.requireNonNull(limit, "limit");
        SpMessage message = tryReceive();
        if (message != null) {
            return message;
        }
        requireTime(limit.equals(Aio.DEFAULT) ? receiveTimeout : limit, "receive on ");
        if (!mayBePolled || !owner().pipes().areLocal()) {
            return owner().waiting().receive(this, limit);
        }
        long began = System.nanoTime();
        long window = busyReceive.window();
        while (System.nanoTime() - began < window) {
            Thread.yield();
            message = tryReceive();
            if (message != null) {
                busyReceive.seen();
                return message;
            }
        }
        message = owner().waiting().receive(this, limit);
        busyReceive.blocked(System.nanoTime() - began);
        return message;
    }

    /** Ends a call that would have to wait and has no time for it. Such a call is allowed inside a callback. */
    private void requireTime(Duration limit, String what) throws InterruptedException {
        if (!limit.isZero()) {
            return;
        }
        if (Thread.interrupted()) {
            throw new InterruptedException(what + this);
        }
        throw new AioException(AioError.ETIMEDOUT, what + this + ", 0 s");
    }

    @Override
    public final void send(String text) throws InterruptedException {
        Objects.requireNonNull(text, "text");
        send(owner().tenant().messages().of(text));
    }

    @Override
    public final AioFactory factory() {
        return owner().tenant().factory();
    }

    // ---- subscriptions and options

    @Override
    public final void subscribe(byte[] topic) {
        Objects.requireNonNull(topic, "topic");
        byte[] copy = topic.clone();
        Socket socket = owner();
        socket.lock();
        AioError result;
        try {
            AioError refused = refusal(Caller.USER);
            result = refused == AioError.OK ? protocolContext.subscribe(copy) : refused;
        } finally {
            socket.unlock();
        }
        failUnlessAgain(result, "subscribe with ");
    }

    @Override
    public final void subscribe(String topic) {
        Objects.requireNonNull(topic, "topic");
        subscribe(topic.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public final void unsubscribe(byte[] topic) {
        Objects.requireNonNull(topic, "topic");
        Socket socket = owner();
        socket.lock();
        AioError result;
        try {
            AioError refused = refusal(Caller.USER);
            result = refused == AioError.OK ? protocolContext.unsubscribe(topic) : refused;
        } finally {
            socket.unlock();
        }
        failUnlessAgain(result, "unsubscribe with ");
    }

    @Override
    public final void unsubscribe(String topic) {
        Objects.requireNonNull(topic, "topic");
        unsubscribe(topic.getBytes(StandardCharsets.UTF_8));
    }

    final <T> void setOption(SpOption<T> option, T value) {
        try (DeferredActions actions = owner().enter()) {
            requireUsable();
            options.set(option, value);
            readOptions(actions);
            optionsChanged();
        }
    }

    /** Throws unless the channel is open and no device has its socket; under the lock. */
    final void requireUsable() {
        AioError refused = refusal(Caller.USER);
        if (refused != AioError.OK) {
            throw new AioException(
                    refused, this + (refused == AioError.ECLOSED ? " is closed" : " belongs to a device"));
        }
    }

    /** {@return {@code OK} if the caller may use the channel, {@code ECLOSED} or {@code EBUSY}; under the lock} */
    private AioError refusal(Caller caller) {
        if (closed) {
            return AioError.ECLOSED;
        }
        return caller == Caller.USER && isInDevice() ? AioError.EBUSY : AioError.OK;
    }

    /** {@return whether a device has the socket; always false for a context; under the lock} */
    boolean isInDevice() {
        return false;
    }

    /** Called under the lock after an option was set; a socket has its protocol read the options. */
    void optionsChanged() {}

    @Override
    public final <T> T get(SpOption<T> option) {
        Socket socket = owner();
        socket.lock();
        try {
            return options.get(option);
        } finally {
            socket.unlock();
        }
    }

    /** {@return whether this call has closed the context; false if the context was closed before; under the lock} */
    final boolean closeContext(DeferredActions actions) {
        if (closed) {
            return false;
        }
        closed = true;
        protocolContext.close(actions);
        return true;
    }

    final boolean isClosed() {
        return closed;
    }

    @Override
    public final int id() {
        return id;
    }
}

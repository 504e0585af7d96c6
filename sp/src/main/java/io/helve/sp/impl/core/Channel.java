package io.helve.sp.impl.core;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;
import io.helve.message.Message;
import io.helve.sp.SpChannel;
import io.helve.sp.SpOption;
import io.helve.sp.SpOptions;
import io.helve.sp.impl.message.SpMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;

/**
 * How a socket and a context send and receive: starts operations, asks the exchange under the lock, and does the rest
 * outside of it.
 */
abstract class Channel implements SpChannel {
    final int id;
    final Exchange exchange;
    private final Options options;
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
            return "sending on " + Channel.this;
        }
    };

    private final AioCanceller receiveCanceller = new AioCanceller() {
        @Override
        public void cancel(AioOperation operation, AioError reason) {
            cancelReceive(operation, reason);
        }

        @Override
        public String describe() {
            return "receiving on " + Channel.this;
        }
    };

    Channel(int id, Exchange exchange, Options options) {
        this.id = id;
        this.exchange = exchange;
        this.options = options;
    }

    /** {@return the socket whose lock and pipes it uses} */
    abstract Socket owner();

    final void readOptions(Effects effects) {
        sendTimeout = options.get(SpOptions.SEND_TIMEOUT);
        receiveTimeout = options.get(SpOptions.RECEIVE_TIMEOUT);
        exchange.configure(options, effects);
        mayBePolled = exchange.mayBePolled();
    }

    final Options options() {
        return options;
    }

    // ---- operations

    @Override
    public final void send(Aio aio) {
        SpMessage message = SpMessage.of(aio.getMessage());
        int length = message == null ? 0 : message.length();
        AioOperation operation = AioOperation.startExclusive(aio, sendCanceller, sendTimeout);
        if (operation == null) {
            return;
        }
        if (message == null) {
            operation.finish(AioError.EINVAL, 0);
            return;
        }
        aio.setMessage(message); // one that was received by the handle's last operation went when this one started
        Socket socket = owner();
        Effects effects = socket.lock();
        AioError result;
        try {
            result = closed ? AioError.ECLOSED : exchange.send(message, operation, effects);
            if (result == null) {
                AioError asked = operation.cancelReason();
                if (asked != null && exchange.cancelSend(operation, effects)) {
                    result = asked;
                }
            }
        } finally {
            socket.unlock();
        }
        socket.run(effects);
        if (result == AioError.OK) {
            Effects.finishSent(operation, length);
        } else if (result != null) {
            operation.finish(result, 0);
        }
    }

    private void cancelSend(AioOperation operation, AioError reason) {
        Socket socket = owner();
        Effects effects = socket.lock();
        boolean found;
        try {
            found = exchange.cancelSend(operation, effects);
        } finally {
            socket.unlock();
        }
        if (found) {
            operation.finish(reason, 0);
        }
        socket.run(effects);
    }

    @Override
    public final void receive(Aio aio) {
        AioOperation operation = AioOperation.startExclusive(aio, receiveCanceller, receiveTimeout);
        if (operation == null) {
            return;
        }
        Socket socket = owner();
        Effects effects = socket.lock();
        AioError result;
        SpMessage message;
        try {
            result = closed ? AioError.ECLOSED : exchange.receive(operation, effects);
            message = effects.takeReceived();
            if (result == null) {
                AioError asked = operation.cancelReason();
                if (asked != null && exchange.cancelReceive(operation, effects)) {
                    result = asked;
                }
            }
        } finally {
            socket.unlock();
        }
        if (result == AioError.OK) {
            Effects.finishReceived(operation, message, socket);
        } else if (result != null) {
            operation.finish(result, 0);
        }
        socket.run(effects);
    }

    private void cancelReceive(AioOperation operation, AioError reason) {
        Socket socket = owner();
        Effects effects = socket.lock();
        boolean found;
        try {
            found = exchange.cancelReceive(operation, effects);
        } finally {
            socket.unlock();
        }
        if (found) {
            operation.finish(reason, 0);
        }
        socket.run(effects);
    }

    // ---- without a handle

    @Override
    public final boolean trySend(Message message) {
        return failUnlessAgain(sendNow(message), "send on ");
    }

    private AioError sendNow(Message given) {
        SpMessage message = SpMessage.of(Objects.requireNonNull(given, "message"));
        message.length(); // throws if it was freed
        Socket socket = owner();
        Effects effects = socket.lock();
        AioError result;
        try {
            result = closed ? AioError.ECLOSED : exchange.send(message, null, effects);
        } finally {
            socket.unlock();
        }
        socket.run(effects);
        return result;
    }

    /** {@return the message, or null if there is none yet} */
    @Override
    public final SpMessage tryReceive() {
        Socket socket = owner();
        Effects effects = socket.lock();
        AioError result;
        SpMessage message;
        try {
            result = closed ? AioError.ECLOSED : exchange.receive(null, effects);
            message = effects.takeReceived();
        } finally {
            socket.unlock();
        }
        socket.run(effects);
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
        if (trySend(message)) {
            return;
        }
        if (!owner().pipes().areLocal()) {
            owner().waiting().send(this, message, limit);
            return;
        }
        long began = System.nanoTime();
        long window = limit.isZero() ? 0 : busySend.window();
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
        SpMessage message = tryReceive();
        if (message != null) {
            return message;
        }
        if (!mayBePolled || !owner().pipes().areLocal()) {
            return owner().waiting().receive(this, limit);
        }
        long began = System.nanoTime();
        long window = limit.isZero() ? 0 : busyReceive.window();
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

    // ---- subscriptions and options

    @Override
    public final void subscribe(byte[] topic) {
        byte[] copy = topic.clone();
        Socket socket = owner();
        socket.lockQuietly();
        AioError result;
        try {
            result = closed ? AioError.ECLOSED : exchange.subscribe(copy);
        } finally {
            socket.unlock();
        }
        failUnlessAgain(result, "subscribe with ");
    }

    @Override
    public final void subscribe(String topic) {
        subscribe(topic.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public final void unsubscribe(byte[] topic) {
        Socket socket = owner();
        socket.lockQuietly();
        AioError result;
        try {
            result = closed ? AioError.ECLOSED : exchange.unsubscribe(topic);
        } finally {
            socket.unlock();
        }
        failUnlessAgain(result, "unsubscribe with ");
    }

    @Override
    public final void unsubscribe(String topic) {
        unsubscribe(topic.getBytes(StandardCharsets.UTF_8));
    }

    final <T> void setOption(SpOption<T> option, T value) {
        Socket socket = owner();
        Effects effects = socket.lock();
        try {
            if (closed) {
                throw new AioException(AioError.ECLOSED, this + " is closed");
            }
            options.set(option, value);
            readOptions(effects);
            optionsChanged();
        } finally {
            socket.unlock();
            socket.run(effects);
        }
    }

    /** For a socket: its protocol reads them too. */
    void optionsChanged() {}

    @Override
    public final <T> T get(SpOption<T> option) {
        Socket socket = owner();
        socket.lockQuietly();
        try {
            return options.get(option);
        } finally {
            socket.unlock();
        }
    }

    /** {@return whether this call was the one that closed it; under the lock} */
    final boolean closeExchange(Effects effects) {
        if (closed) {
            return false;
        }
        closed = true;
        exchange.close(effects);
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

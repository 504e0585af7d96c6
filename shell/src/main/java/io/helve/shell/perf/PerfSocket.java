package io.helve.shell.perf;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.message.Message;
import io.helve.message.Messages;
import io.helve.shell.failure.CommandException;
import io.helve.shell.failure.ConnectionDiagnosis;
import io.helve.shell.failure.ExitCode;
import io.helve.sp.SpDialer;
import io.helve.sp.SpEndpoint;
import io.helve.sp.SpListener;
import io.helve.sp.SpOption;
import io.helve.sp.SpOptions;
import io.helve.sp.SpPipeEvent;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpSockets;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** The socket of one side. Its operations fail when its only peer has disconnected. */
final class PerfSocket implements AutoCloseable {
    /** The interval at which waiting operations check whether the peer is still connected. */
    static final Duration LOOK = Duration.ofMillis(250);

    private static final int BUFFER = 128;
    private static final int MEBIBYTE = 1 << 20;

    private final SpSocket socket;
    private final Messages messages;
    private final PerfSettings settings;
    private volatile boolean lost;

    PerfSocket(SpSockets sockets, SpProtocol protocol, PerfSettings settings) {
        this.settings = settings;
        messages = sockets.messages();
        socket = sockets.open(protocol).set(SpOptions.RECEIVE_MAX, Math.max(MEBIBYTE, settings.size()));
        socket.onPipe(SpPipeEvent.AFTER_REMOVE, pipe -> lost = true);
    }

    /** Listens and returns the URL to dial. */
    String listen(Consumer<SpEndpoint> options) throws CommandException {
        try {
            SpListener listener = socket.listener(settings.url());
            options.accept(listener);
            listener.start();
            return listener.dialUrl().toString();
        } catch (AioException e) {
            throw ConnectionDiagnosis.of(ExitCode.CONNECT, settings.url(), "listen", e);
        }
    }

    void dial(String url, Consumer<SpEndpoint> options) throws CommandException, InterruptedException {
        try {
            SpDialer dialer = socket.dialer(url);
            options.accept(dialer);
            dialer.start();
        } catch (AioException e) {
            throw ConnectionDiagnosis.of(ExitCode.CONNECT, url, "dial", e);
        }
    }

    /** Gives the socket buffers, so that it does not wait for the connection with each message. */
    void buffer() {
        for (SpOption<Integer> option : List.of(SpOptions.SEND_BUFFER, SpOptions.RECEIVE_BUFFER)) {
            try {
                socket.set(option, BUFFER);
            } catch (AioException e) {
                // req and rep have no buffers
            }
        }
    }

    SpSocket socket() {
        return socket;
    }

    PerfSettings settings() {
        return settings;
    }

    /** {@return a message of zeros} */
    Message message(int size) {
        return messages.alloc(size);
    }

    /** {@return whether the peer was connected and has disconnected} */
    boolean isLost() {
        return lost;
    }

    void send(Message message) throws CommandException, InterruptedException {
        for (; ; ) {
            try {
                socket.send(message, LOOK);
                return;
            } catch (AioException e) {
                goOnUnlessOver(e, "send");
            }
        }
    }

    Message receive() throws CommandException, InterruptedException {
        for (; ; ) {
            boolean last = lost; // messages that arrived before the disconnect can still be received
            try {
                return socket.receive(last ? Duration.ZERO : LOOK);
            } catch (AioException e) {
                if (last || e.error() != AioError.ETIMEDOUT) {
                    throw failure(e, "receive");
                }
            }
        }
    }

    private void goOnUnlessOver(AioException e, String act) throws CommandException {
        if (lost || e.error() != AioError.ETIMEDOUT) {
            throw failure(e, act);
        }
    }

    /** {@return the failure of an operation, for the user} */
    CommandException failure(AioException e, String act) {
        return lost ? peerHasGone() : ConnectionDiagnosis.of(ExitCode.FAILED, settings.url(), act, e);
    }

    CommandException peerHasGone() {
        return new CommandException(
                ExitCode.LOST,
                settings.url() + ": the peer has gone before the end; do both sides have the same arguments?");
    }

    /** Fails if the two sides were given different sizes. */
    void check(Message received) throws CommandException {
        if (received.length() != settings.size()) {
            throw wrongSize(received.length());
        }
    }

    CommandException wrongSize(int length) {
        return new CommandException(ExitCode.FAILED, "wrong message size: " + length + " != " + settings.size());
    }

    @Override
    public void close() {
        socket.close();
    }
}

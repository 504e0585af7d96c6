package io.helve.net.connect;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;
import io.helve.net.eventloop.ConnectionSlot;
import io.helve.net.eventloop.Network;
import io.helve.net.scheme.ChannelCloser;
import io.helve.net.scheme.ConnectHandler;
import io.helve.net.scheme.Errors;
import io.helve.net.scheme.EstablishedConnection;
import io.helve.net.scheme.OptionValues;
import io.helve.net.stream.ChannelStream;
import io.helve.stream.StreamOptions;
import io.helve.stream.StreamProperty;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Promise;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * One dial: resolves the host, connects to its addresses until one answers, and has that connection upgraded.
 *
 * <p>The attempts at several addresses overlap, as RFC 8305 ("Happy Eyeballs") describes it: the next address is tried
 * when an attempt fails, or 250 ms after the latest one began, so that an address that drops packets costs no more than
 * that. The first connection wins and is upgraded; the other attempts are given up. Only if the winner's peer refuses
 * the upgrade ({@code ECONNREFUSED}) the dial goes on with the addresses that are left, those given up included.
 *
 * <p>Success, failure, a cancel and the close of the dialer race. The first that sets {@link #over}, under the lock,
 * finishes the operation; the others change nothing. Nothing is called while the lock is held. A dial begins on the
 * caller's thread, resolves on a thread for look-ups where that may block, and goes on on the event loops of its
 * attempts.
 */
final class ConnectAttempt implements AioCanceller {
    /** RFC 8305 section 5, "Connection Attempt Delay". */
    private static final long NEXT_MILLIS = 250;

    private static final long RETRY_MILLIS = 2;

    private final ChannelDialer dialer;
    private final OptionValues options;
    private final Network network;

    /** The operation; set before the first step that runs on another thread. */
    private AioOperation operation;

    /** The addresses that are still to be tried, in this order. */
    @GuardedBy("this")
    private final Deque<SocketAddress> untried = new ArrayDeque<>();

    /** The attempts that are going on, including the winner, with their channels; null before there is one. */
    @GuardedBy("this")
    private final Map<AddressAttempt, Channel> running = new LinkedHashMap<>();

    /** The attempt whose connection is being upgraded; null while none is connected. */
    @GuardedBy("this")
    private AddressAttempt winner;

    /** Why the first address that failed could not be connected to, with later failures suppressed; null before. */
    @GuardedBy("this")
    private Throwable failure;

    @GuardedBy("this")
    private boolean over;

    ConnectAttempt(ChannelDialer dialer, OptionValues options, Network network) {
        this.dialer = dialer;
        this.options = options;
        this.network = network;
    }

    void start(Aio aio) {
        Duration limit = options.get(StreamOptions.CONNECT_TIMEOUT);
        AioOperation started =
                AioOperation.start(aio, this, limit == null ? network.config().connectTimeout() : limit);
        if (started == null) {
            return;
        }
        operation = started;
        if (!dialer.add(this)) {
            fail(AioError.ECLOSED, dialer + " is closed", null);
            return;
        }
        if (isOver()) { // cancelled before it was added
            dialer.remove(this);
        } else {
            dialer.resolve(this);
        }
    }

    // ---- the addresses

    /** The host has these addresses. */
    void resolved(List<SocketAddress> addresses) {
        synchronized (this) {
            untried.addAll(addresses);
        }
        tryNext();
    }

    /** The host has no address, or cannot be looked up. */
    void unresolved(Throwable cause) {
        fail(Errors.of(cause), dialer + ": " + Errors.text(cause), cause);
    }

    /** Begins the attempt at the next address; ends the dial if there is none and no attempt is going on. */
    private void tryNext() {
        AddressAttempt next = null;
        synchronized (this) {
            if (over || winner != null || untried.isEmpty() && !running.isEmpty()) {
                return;
            }
            if (!untried.isEmpty()) {
                next = new AddressAttempt(untried.remove());
                running.put(next, null);
            }
        }
        if (next == null) {
            failAtLast();
        } else {
            next.begin();
        }
    }

    private void failAtLast() {
        Throwable cause;
        synchronized (this) {
            cause = failure;
        }
        AioError error = Errors.of(cause);
        boolean noFile = error == AioError.ENOENT; // no listener has bound the path; nng reports ECONNREFUSED
        fail(
                noFile ? AioError.ECONNREFUSED : error,
                dialer + " cannot connect: " + (noFile ? "there is no such socket file" : Errors.text(cause)),
                cause);
    }

    /** The attempt at one address, as the scheme sees it. */
    private final class AddressAttempt implements ConnectHandler {
        private final SocketAddress address;

        /** The event loop. Written before any method that uses the loop is called. */
        private ConnectionSlot slot;

        AddressAttempt(SocketAddress address) {
            this.address = address;
        }

        void begin() {
            try {
                slot = network.connection();
            } catch (AioException e) {
                if (isOnlyOne()) {
                    fail(e.error(), dialer + " cannot connect: " + Errors.text(e), e);
                }
                return;
            }
            ConnectionSlot taken = slot; // a failure may begin again and take another slot
            boolean others;
            synchronized (ConnectAttempt.this) {
                others = !untried.isEmpty();
            }
            if (others) {
                schedule(taken, ConnectAttempt.this::tryNext, NEXT_MILLIS);
            }
            dialer.scheme.connect(address, options, taken, this);
        }

        @Override
        public boolean opened(Channel made) {
            synchronized (ConnectAttempt.this) {
                if (over || !running.containsKey(this)) {
                    return false;
                }
                running.put(this, made);
                return true;
            }
        }

        @Override
        public boolean isOver() {
            synchronized (ConnectAttempt.this) {
                return over || !running.containsKey(this);
            }
        }

        @Override
        public void connected(Channel connected) {
            List<Channel> losers;
            synchronized (ConnectAttempt.this) {
                if (over || winner != null || !running.containsKey(this)) {
                    losers = List.of(connected);
                } else {
                    winner = this;
                    losers = giveUpOthers(this);
                }
            }
            losers.forEach(ChannelCloser::close);
            if (!losers.contains(connected)) {
                upgrade(connected);
            }
        }

        /** This attempt cannot begin. {@return whether no other is going on} */
        private boolean isOnlyOne() {
            synchronized (ConnectAttempt.this) {
                running.remove(this);
                return running.isEmpty();
            }
        }

        @Override
        public void failed(Throwable cause) {
            Channel failed;
            boolean again = Errors.of(cause) == AioError.EAGAIN;
            synchronized (ConnectAttempt.this) {
                failed = running.get(this);
                if (!running.containsKey(this)) {
                    return; // another attempt has won, and this one was given up
                }
                if (winner == this) {
                    winner = null;
                }
                if (!again) {
                    running.remove(this);
                    if (failure == null) {
                        failure = cause;
                    } else if (failure != cause) {
                        failure.addSuppressed(cause);
                    }
                }
            }
            if (failed != null) {
                ChannelCloser.close(failed);
            }
            if (again) {
                // The listener's queue is full, which Linux reports for Unix domain sockets instead of waiting; the
                // dial's time limit ends the repetition.
                schedule(slot, this::repeat, RETRY_MILLIS);
            } else {
                tryNext();
            }
        }

        private void repeat() {
            if (!isOver()) {
                begin();
            }
        }

        private void upgrade(Channel connected) {
            Promise<EstablishedConnection> ready = connected.eventLoop().newPromise();
            connected
                    .closeFuture()
                    .addListener(closed -> ready.tryFailure(
                            new AioException(AioError.ECONNRESET, "the connection was lost before it was ready")));
            ready.addListener(upgraded -> {
                Throwable cause = upgraded.cause();
                if (cause == null) {
                    slot.backend().peerCredentials(connected, ready.getNow().properties());
                    succeed(connected, ready.getNow());
                } else if (Errors.of(cause) == AioError.ECONNREFUSED) {
                    failed(cause);
                } else {
                    connected.close();
                    fail(Errors.of(cause), dialer + ": " + Errors.text(cause), cause);
                }
            });
            try {
                dialer.upgrade.begin(connected, ready);
            } catch (Exception e) {
                ready.tryFailure(e);
            }
        }
    }

    /**
     * Gives up all attempts but the one that is connected. {@return the channels of these attempts} Their addresses
     * become untried again.
     */
    @GuardedBy("this")
    private List<Channel> giveUpOthers(AddressAttempt connected) {
        List<Channel> channels = new ArrayList<>();
        Deque<SocketAddress> addresses = new ArrayDeque<>();
        running.forEach((attempt, channel) -> {
            if (attempt != connected) {
                addresses.push(attempt.address);
                if (channel != null) {
                    channels.add(channel);
                }
            }
        });
        running.keySet().removeIf(attempt -> attempt != connected);
        while (!addresses.isEmpty()) {
            untried.addFirst(addresses.pop());
        }
        return channels;
    }

    private static void schedule(ConnectionSlot slot, Runnable task, long millis) {
        try {
            slot.loop().schedule(task, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // the loops have been closed, and end the attempt themselves
        }
    }

    // ---- the end

    private void succeed(Channel connected, EstablishedConnection connection) {
        connection.properties().put(StreamProperty.MESSAGE_FRAMING, dialer.messageFraming());
        ChannelStream stream = new ChannelStream(connected, connection, options, dialer.tenant);
        synchronized (this) {
            if (over) {
                connected.close();
                return;
            }
            over = true;
        }
        dialer.remove(this);
        if (!dialer.tenant.add(stream)) {
            connected.close();
            operation.finish(AioError.ECLOSED, 0);
            return;
        }
        connected.pipeline().addLast(stream);
        network.counters().dialed.increment();
        operation.setOutput(0, stream);
        if (!operation.finish(AioError.OK, 0)) {
            stream.close();
        }
    }

    private void fail(AioError error, String message, Throwable cause) {
        if (end()) {
            dialer.failed(error, message);
            network.counters().dialFailures.increment();
            operation.finish(error, 0, new AioException(error, message, cause));
        }
    }

    @Override
    public void cancel(AioOperation cancelled, AioError reason) {
        if (end()) {
            dialer.failed(reason, dialer + " was given up");
            network.counters().dialFailures.increment();
            cancelled.finish(reason, 0);
        }
    }

    /** The dialer is being closed. */
    void close() {
        if (end()) {
            operation.finish(AioError.ECLOSED, 0);
        }
    }

    /** Ends the dial, unless it is over. {@return whether the caller must finish the operation} */
    private boolean end() {
        List<Channel> closing;
        synchronized (this) {
            if (over) {
                return false;
            }
            over = true;
            closing = channels();
        }
        dialer.remove(this);
        closing.forEach(ChannelCloser::close);
        return true;
    }

    /** {@return the channels of the attempts that are going on} */
    synchronized List<Channel> channels() {
        return running.values().stream().filter(Objects::nonNull).toList();
    }

    synchronized boolean isOver() {
        return over;
    }

    @Override
    public String describe() {
        return "a dial to " + dialer.url();
    }
}

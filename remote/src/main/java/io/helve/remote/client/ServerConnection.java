package io.helve.remote.client;

import io.helve.aio.Aio;
import io.helve.aio.AioFactory;
import io.helve.message.Message;
import io.helve.remote.call.AddressTraits;
import io.helve.sp.SpDialer;
import io.helve.sp.SpOptions;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpSockets;
import io.helve.sp.SpStatistic;
import io.helve.stream.StreamOptions;
import io.helve.stream.StreamUrl;
import io.helve.stream.TlsConfig;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * The connection to a server: a req socket. With one address the dialer of the socket keeps the connection up; with
 * several, an {@link AddressRotation} does.
 */
final class ServerConnection {
    /** The number of calls of a connection that is closed. */
    private static final int CLOSED = Integer.MIN_VALUE / 2;

    private static final Duration RECONNECT_MIN = Duration.ofMillis(50);
    private static final Duration RECONNECT_MAX = Duration.ofSeconds(5);

    private final SpSocket socket;
    private final AtomicInteger calls = new AtomicInteger();

    /** When the last call has ended, in nanoseconds. */
    private volatile long lastUse = System.nanoTime();

    /** Null if the server has one address. */
    private final AddressRotation rotation;

    /** The dialer of the one address; null if the server has several. */
    private final SpDialer single;

    private ServerConnection(SpSocket socket, AddressRotation rotation, SpDialer single) {
        this.socket = socket;
        this.rotation = rotation;
        this.single = single;
    }

    /**
     * Opens a connection, and does not wait for it.
     *
     * @param sockets makes the socket
     * @param factory makes a handle
     * @param urls the addresses of the server
     * @param settings limits and TLS
     */
    static ServerConnection open(SpSockets sockets, AioFactory factory, List<StreamUrl> urls, ClientSettings settings) {
        SpSocket socket = sockets.open(SpProtocol.REQ);
        try {
            int receiveMax = (int) Math.min((long) settings.answerMax() + Message.HEADER_MAX, Integer.MAX_VALUE);
            socket.set(SpOptions.SOCKET_NAME, "remote services")
                    .set(SpOptions.RESEND_TIME, Aio.INFINITE) // a call is made at most once
                    .set(SpOptions.RECEIVE_MAX, receiveMax)
                    .set(SpOptions.RECONNECT_MIN, RECONNECT_MIN)
                    .set(SpOptions.RECONNECT_MAX, RECONNECT_MAX);
            if (urls.size() > 1) {
                Function<StreamUrl, SpDialer> dialers = url -> dialer(socket, url, settings.tls());
                return new ServerConnection(socket, AddressRotation.start(socket, urls, dialers, factory), null);
            }
            SpDialer dialer = dialer(socket, urls.get(0), settings.tls());
            dialer.startInBackground();
            return new ServerConnection(socket, null, dialer);
        } catch (Throwable e) {
            socket.close();
            throw e;
        }
    }

    private static SpDialer dialer(SpSocket socket, StreamUrl url, TlsConfig tls) {
        SpDialer dialer = socket.dialer(url);
        return AddressTraits.isEncrypted(url) ? dialer.set(StreamOptions.TLS, tls) : dialer;
    }

    SpSocket socket() {
        return socket;
    }

    /** {@return whether there is a connection} */
    boolean isConnected() {
        return socket.statistics().child("pipes").map(SpStatistic::value).orElse(0L) > 0;
    }

    /** {@return why the last attempt to connect has failed, or an empty text} */
    String failure() {
        return rotation == null
                ? single.statistics().child("last_error").map(SpStatistic::text).orElse("")
                : rotation.failure();
    }

    /** {@return whether a call may begin; false if the connection is closed} */
    boolean enter() {
        return calls.getAndIncrement() >= 0;
    }

    void leave() {
        lastUse = System.nanoTime();
        calls.decrementAndGet();
    }

    /** {@return whether the connection is closed now, since no call has used it for a time} */
    boolean closeIfIdle(long nanos) {
        if (System.nanoTime() - lastUse < nanos || !calls.compareAndSet(0, CLOSED)) {
            return false;
        }
        end();
        return true;
    }

    /** Closes the connection; calls in progress fail. */
    void close() {
        calls.set(CLOSED);
        end();
    }

    private void end() {
        if (rotation != null) {
            rotation.close();
        }
        socket.close();
    }
}

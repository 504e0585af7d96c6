package io.helve.remote.client;

import io.helve.aio.Aio;
import io.helve.message.Message;
import io.helve.sp.SpOptions;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpSockets;
import io.helve.stream.StreamUrl;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** The connection to one address: a req socket, whose dialer keeps the connection up. */
final class ServerConnection {
    /** The number of calls of a connection that is closed. */
    private static final int CLOSED = Integer.MIN_VALUE / 2;

    private static final Duration RECONNECT_MIN = Duration.ofMillis(50);
    private static final Duration RECONNECT_MAX = Duration.ofSeconds(5);

    private final SpSocket socket;
    private final AtomicInteger calls = new AtomicInteger();

    /** When the last call has ended, in nanoseconds. */
    private volatile long lastUse = System.nanoTime();

    private ServerConnection(SpSocket socket) {
        this.socket = socket;
    }

    /** Opens a connection, and does not wait for it. */
    static ServerConnection open(SpSockets sockets, StreamUrl url, int answerMax) {
        SpSocket socket = sockets.open(SpProtocol.REQ);
        try {
            int receiveMax = (int) Math.min((long) answerMax + Message.HEADER_MAX, Integer.MAX_VALUE);
            socket.set(SpOptions.SOCKET_NAME, "remote services")
                    .set(SpOptions.RESEND_TIME, Aio.INFINITE) // a call is made at most once
                    .set(SpOptions.RECEIVE_MAX, receiveMax)
                    .set(SpOptions.RECONNECT_MIN, RECONNECT_MIN)
                    .set(SpOptions.RECONNECT_MAX, RECONNECT_MAX);
            socket.dialer(url).startInBackground();
            return new ServerConnection(socket);
        } catch (Throwable e) {
            socket.close();
            throw e;
        }
    }

    SpSocket socket() {
        return socket;
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
        socket.close();
        return true;
    }

    /** Closes the connection; calls in progress fail. */
    void close() {
        calls.set(CLOSED);
        socket.close();
    }
}

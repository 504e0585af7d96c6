package io.helve.remote.server;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.internal.SafeLogger;
import io.helve.message.Message;
import io.helve.remote.call.CallFormat;
import io.helve.remote.call.RemoteFailure;
import io.helve.remote.call.RemoteFailure.Kind;
import io.helve.remote.codec.Cbor;
import io.helve.sp.SpListener;
import io.helve.sp.SpOptions;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpSockets;
import io.helve.stream.StreamUrl;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Listens at one address, and passes calls to the services that are exported there. The socket is a raw one: a call
 * keeps the header of its message, so any number of calls may be in progress, and their answers come in any order.
 */
public final class CallServer implements AutoCloseable {
    private static final System.Logger LOG = SafeLogger.of(CallServer.class);

    /** What the header of req and rep, and devices on the way, may add to a message. */
    private static final int HEADER_ROOM = Message.HEADER_MAX;

    private final CallFormat format;
    private final CallWorkers workers;
    private final int messageMax;
    private final CallQuota quota;
    private final Map<Long, ExportedService> services = new ConcurrentHashMap<>();
    private final SecureRandom numbers = new SecureRandom();
    private final SpSocket socket;
    private final SpListener listener;
    private final Aio receiver;

    /**
     * Opens a server.
     *
     * @param sockets makes its socket
     * @param url the address; port 0 lets the system choose
     * @param format the bytes of calls
     * @param workers call the services
     * @param messageMax how many bytes a call or an answer may have; a longer call ends the connection
     * @param callsMax how many calls may be in progress; further ones are answered with {@link Kind#BUSY}
     * @throws AioException if the address cannot be bound
     */
    public CallServer(
            SpSockets sockets, StreamUrl url, CallFormat format, CallWorkers workers, int messageMax, int callsMax) {
        this.format = format;
        this.workers = workers;
        this.messageMax = messageMax;
        this.quota = new CallQuota(callsMax);
        socket = sockets.openRaw(SpProtocol.REP);
        Aio handle = null;
        try {
            int receiveMax = (int) Math.min((long) messageMax + HEADER_ROOM, Integer.MAX_VALUE);
            socket.set(SpOptions.SOCKET_NAME, "remote services").set(SpOptions.RECEIVE_MAX, receiveMax);
            handle = socket.factory().alloc(this::received);
            listener = socket.listen(url);
        } catch (Throwable e) {
            socket.close();
            if (handle != null) {
                handle.reap();
            }
            throw e;
        }
        receiver = handle;
        receiver.setTimeout(Aio.INFINITE);
        socket.receive(receiver);
    }

    /** {@return the address that a client on this machine can connect to} */
    public StreamUrl dialUrl() {
        return listener.dialUrl();
    }

    /** {@return how many bytes a call or an answer may have} */
    public int messageMax() {
        return messageMax;
    }

    /**
     * Lets a service be called.
     *
     * @param service the service
     * @return its number, which no other service of this server has, and which nobody guesses
     */
    public long add(ExportedService service) {
        long number;
        do {
            number = numbers.nextLong() & Long.MAX_VALUE;
        } while (services.putIfAbsent(number, service) != null);
        return number;
    }

    /**
     * Ends the calls of a service; calls that run may still answer.
     *
     * @param number its number
     */
    public void remove(long number) {
        services.remove(number);
    }

    ExportedService find(long number) {
        return services.get(number);
    }

    CallFormat format() {
        return format;
    }

    private void received(Aio aio) {
        if (aio.result() != AioError.OK) {
            if (aio.result() != AioError.ECLOSED && aio.result() != AioError.ESTOPPED) {
                LOG.log(Level.ERROR, "The server at " + listener.url() + " receives no calls any more", aio.cause());
            }
            return;
        }
        Message message = aio.getMessage();
        socket.receive(aio);
        if (!quota.enter()) {
            send(message, format.failure(new RemoteFailure(Kind.BUSY, "too many calls are in progress", null)));
            return;
        }
        if (!workers.run(new ReceivedCall(this, message))) {
            quota.leave();
            message.free();
        }
    }

    /** Sends the answer of a call, in the place of the call's own body. */
    void answer(Message message, Cbor.Bytes bytes) {
        quota.leave();
        send(message, bytes);
    }

    private void send(Message message, Cbor.Bytes bytes) {
        try {
            message.clear();
            message.append(bytes.array(), 0, bytes.size());
            if (!socket.trySend(message)) {
                message.free();
            }
        } catch (AioException e) {
            message.free(); // the socket is closed: the client sees its connection end
        }
    }

    /** {@return how many calls are in progress} */
    public int running() {
        return quota.running();
    }

    /** Closes the socket, and waits until its address can be bound again. A second call does nothing. */
    @Override
    public void close() {
        receiver.reap();
        try {
            socket.stop();
        } catch (IllegalStateException e) {
            // a callback must not wait: the socket is closed, and its address is free in a moment
        }
    }
}

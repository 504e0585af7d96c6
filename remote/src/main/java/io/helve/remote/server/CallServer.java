package io.helve.remote.server;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.internal.LogThrottle;
import io.helve.internal.SafeLogger;
import io.helve.message.Message;
import io.helve.remote.call.AddressTraits;
import io.helve.remote.call.CallFormat;
import io.helve.remote.call.RemoteFailure;
import io.helve.remote.call.RemoteFailure.Kind;
import io.helve.remote.codec.Cbor;
import io.helve.sp.SpListener;
import io.helve.sp.SpOptions;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpSockets;
import io.helve.sp.SpStatistic;
import io.helve.stream.StreamOptions;
import io.helve.stream.StreamUrl;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/**
 * Listens at one or several addresses, and passes calls to the services that are exported there. Each call has a slot
 * of its own until its answer is sent, so any number of calls may be in progress, and their answers come in any order.
 */
public final class CallServer implements AutoCloseable {
    private static final System.Logger LOG = SafeLogger.of(CallServer.class);

    /** What the header of req and rep, and devices on the way, may add to a message. */
    private static final int HEADER_ROOM = Message.HEADER_MAX;

    /** The mode of a socket file to which only processes of the same user can connect. */
    private static final int OWNER_ONLY = 0600;

    private final CallFormat format;
    private final CallWorkers workers;
    private final CallGuards guards;
    private final CallerShares shares;
    private final CallLimits limits;
    private final LongAdder busy;

    /** For callers that do not read their answers. */
    private final LogThrottle unread = new LogThrottle(System::nanoTime);

    private final Map<Long, ExportedService> services = new ConcurrentHashMap<>();
    private final SecureRandom numbers = new SecureRandom();
    private final SpSocket socket;
    private final List<SpListener> listeners = new ArrayList<>();
    private final CallSlots slots;

    /**
     * Opens a server. A call that is longer than the limits allow ends its connection; a call beyond the number of
     * calls is answered with {@link Kind#BUSY}.
     *
     * @param sockets makes its socket
     * @param urls the addresses; port 0 lets the system choose
     * @param format the bytes of calls
     * @param workers call the services
     * @param guards decide about calls
     * @param shares what callers use of all servers
     * @param busy counts the calls that are refused because too many are in progress
     * @param settings limits and TLS
     * @throws AioException if an address cannot be bound
     */
    CallServer(
            SpSockets sockets,
            List<StreamUrl> urls,
            CallFormat format,
            CallWorkers workers,
            CallGuards guards,
            CallerShares shares,
            LongAdder busy,
            ServerSettings settings) {
        this.format = format;
        this.workers = workers;
        this.guards = guards;
        this.shares = shares;
        this.limits = settings.limits();
        this.busy = busy;
        socket = sockets.open(SpProtocol.REP);
        try {
            int receiveMax = (int) Math.min((long) limits.messageMax() + HEADER_ROOM, Integer.MAX_VALUE);
            socket.set(SpOptions.SOCKET_NAME, "remote services").set(SpOptions.RECEIVE_MAX, receiveMax);
            slots = new CallSlots(this, socket, (int) Math.min(shares.room() + 1, Integer.MAX_VALUE));
            for (StreamUrl url : urls) {
                listen(url, settings);
            }
            slots.receiveNext();
        } catch (Throwable e) {
            stop();
            throw e;
        }
    }

    private void listen(StreamUrl url, ServerSettings settings) {
        SpListener listener = socket.listener(url);
        if (AddressTraits.isEncrypted(url)) {
            settings.tls().ifPresent(tls -> listener.set(StreamOptions.TLS, tls));
        } else if (settings.bind().isSocketFile(url)) {
            listener.set(StreamOptions.IPC_PERMISSIONS, OWNER_ONLY);
        }
        listener.start();
        listeners.add(listener);
    }

    /** {@return the addresses of the server, as clients are told} */
    List<StreamUrl> told(BindSettings bind) {
        return listeners.stream()
                .map(listener -> bind.told(listener.dialUrl(), listener.url()))
                .toList();
    }

    /** {@return how many bytes a call or an answer may have} */
    public int messageMax() {
        return limits.messageMax();
    }

    /**
     * Lets a service be called.
     *
     * @param service the service
     * @return the number by which calls name the service. The number is random, so that no other service gets the same
     *     number, not even in a later server at the same address
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

    CallGuards guards() {
        return guards;
    }

    CallFormat format() {
        return format;
    }

    /** Takes a call; runs as the callback of its slot. */
    void received(CallSlot slot, Message message) {
        try {
            slots.receiveNext();
        } catch (AioException e) {
            if (e.error() != AioError.ECLOSED && e.error() != AioError.ESTOPPED) {
                LOG.log(Level.ERROR, "The server at " + urls() + " cannot receive a further call", e);
            }
        }
        PipeCaller caller = PipeCaller.of(message);
        CallerShares.Admission admission = shares.arrived(caller.key());
        CallerShare share = admission.share();
        switch (admission.verdict()) {
            case BUSY -> refuse(slot, message, share, "too many calls are in progress");
            case CALLER_BUSY -> refuse(slot, message, share, "too many calls of this client are in progress");
            case DROPPED -> {
                message.free();
                logUnread(caller);
                slots.release(slot);
            }
            case ADMITTED -> {
                if (!workers.run(shares, share, new ReceivedCall(this, slot, message, caller, share))) {
                    shares.abandoned(share); // the bundle stops
                    message.free();
                }
            }
        }
    }

    private void refuse(CallSlot slot, Message message, CallerShare share, String text) {
        busy.increment();
        slot.answer(message, format.failure(new RemoteFailure(Kind.BUSY, text, null)), share);
    }

    private void logUnread(PipeCaller caller) {
        long others = unread.next();
        if (others != LogThrottle.SILENT) {
            LOG.log(
                    Level.WARNING,
                    "A remote call is dropped, since its caller does not read its answers: " + caller
                            + (others == 0 ? "" : "; so were " + others + " calls before"));
        }
    }

    /** Sends the answer of a call. From then on the call does not count, and the answer does until it is sent. */
    void answer(CallSlot slot, Message message, CallerShare share, Cbor.Bytes bytes) {
        shares.answered(share);
        slot.answer(message, bytes, share);
    }

    /** Takes back a slot whose answer is sent. */
    void answered(CallSlot slot) {
        slots.release(slot);
    }

    /** Called once for each answer that is sent, or will never be. */
    void sent(CallerShare share) {
        shares.sent(share);
    }

    /** Forgets a slot that can receive and send no more. */
    void ended(CallSlot slot, AioError reason) {
        slots.remove(slot);
        if (reason != AioError.ECLOSED && reason != AioError.ESTOPPED) {
            LOG.log(Level.ERROR, "The server at " + urls() + " receives no calls any more: " + reason);
        }
    }

    private List<StreamUrl> urls() {
        return listeners.stream().map(SpListener::url).toList();
    }

    /** {@return those of the addresses that clients are told at which the server should listen, and does not} */
    List<StreamUrl> unbound(List<StreamUrl> told) {
        return IntStream.range(0, told.size())
                .filter(i -> !isListening(listeners.get(i)))
                .mapToObj(told::get)
                .toList();
    }

    private static boolean isListening(SpListener listener) {
        return listener.statistics()
                .child("state")
                .map(SpStatistic::text)
                .orElse("")
                .equals("listening");
    }

    /** Closes the socket, and waits until its addresses can be bound again. A second call does nothing. */
    @Override
    public void close() {
        try {
            stop();
        } finally {
            slots.close();
        }
    }

    private void stop() {
        try {
            socket.stop();
        } catch (IllegalStateException e) {
            // a callback must not wait: the socket is closed, and its addresses are free in a moment
        }
    }
}

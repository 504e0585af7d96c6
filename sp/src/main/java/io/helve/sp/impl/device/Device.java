package io.helve.sp.impl.device;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;
import io.helve.sp.SpProtocol;
import io.helve.sp.impl.contract.DeviceSocket;
import io.helve.sp.impl.contract.DeviceTraffic;
import io.helve.sp.impl.contract.SocketHolder;
import java.util.ArrayList;
import java.util.List;

/**
 * A running device: a path for each direction that its two sockets allow.
 *
 * <pre>
 *   PREPARED --start--> RUNNING --cancelled, a socket closes, a path fails--> ENDING --the last path has ended--> ENDED
 * </pre>
 *
 * From RUNNING to ENDED the sockets belong to the device, and refuse other callers.
 */
public final class Device implements AioCanceller, SocketHolder {
    private final List<DeviceSocket> sockets;
    private final List<ForwardingPath> paths = new ArrayList<>();

    /** The caller's operation; null until the device runs. */
    @GuardedBy("this")
    private AioOperation operation;

    /** The reason for which the device ends; null before ENDING. */
    @GuardedBy("this")
    private AioError reason;

    /** The number of paths that have not ended. */
    @GuardedBy("this")
    private int running;

    private Device(DeviceSocket first, DeviceSocket second) {
        sockets = first == second ? List.of(first) : List.of(first, second);
    }

    /**
     * Starts a device.
     *
     * @param factory makes the handles that the device needs
     * @param first a raw socket
     * @param second a raw socket of the peer protocol of the first socket, or the first socket again
     * @param aio the operation, which lasts as long as the device
     */
    public static void start(AioFactory factory, DeviceSocket first, DeviceSocket second, Aio aio) {
        Device device = new Device(first, second);
        AioException refused = device.prepare(factory, first, second); // not cancellable yet
        AioOperation started = null;
        try {
            started = AioOperation.start(aio, device);
        } finally {
            if (started == null) {
                device.discard();
            }
        }
        if (started == null) {
            return;
        }
        if (refused == null) {
            refused = device.acquire();
        }
        if (refused != null) {
            device.discard();
            started.finish(refused.error(), 0, refused);
        } else {
            device.run(started);
        }
    }

    /** Makes the paths. {@return null, or the error for which the paths could not be made} */
    private AioException prepare(AioFactory factory, DeviceSocket first, DeviceSocket second) {
        String refused = refuse(first, second);
        if (refused != null) {
            return new AioException(AioError.EINVAL, refused);
        }
        try {
            if (receives(first.protocol()) && sends(second.protocol())) {
                paths.add(new ForwardingPath(factory, first, second, this));
            }
            if (first != second && receives(second.protocol()) && sends(first.protocol())) {
                paths.add(new ForwardingPath(factory, second, first, this));
            }
            return null;
        } catch (AioException e) { // the quota of handles is used up
            discard();
            return e;
        }
    }

    /**
     * Acquires the sockets. {@return null, or the error for which a socket was refused; the device then holds no
     * socket}
     */
    private AioException acquire() {
        List<DeviceSocket> taken = new ArrayList<>();
        for (DeviceSocket socket : sockets) {
            AioError refused = socket.acquire(this);
            if (refused != AioError.OK) {
                taken.forEach(DeviceSocket::release);
                return new AioException(
                        refused, socket + (refused == AioError.EBUSY ? " is in another device" : " is closed"));
            }
            taken.add(socket);
        }
        return null;
    }

    private void discard() {
        paths.forEach(ForwardingPath::discard);
        paths.clear();
    }

    /** {@return null, or the error for two sockets that do not fit together} */
    private static String refuse(DeviceSocket first, DeviceSocket second) {
        if (!first.isRaw() || !second.isRaw()) {
            return "a device needs raw sockets, not " + first + " and " + second;
        }
        if (first.protocol().peer() != second.protocol()) {
            return "a device needs protocols that speak with each other, not " + first + " and " + second;
        }
        return null;
    }

    private static boolean receives(SpProtocol protocol) {
        return protocol != SpProtocol.PUB && protocol != SpProtocol.PUSH;
    }

    private static boolean sends(SpProtocol protocol) {
        return protocol != SpProtocol.SUB && protocol != SpProtocol.PULL;
    }

    private void run(AioOperation started) {
        synchronized (this) {
            operation = started;
            running = paths.size();
        }
        paths.forEach(ForwardingPath::receive);
        AioError early;
        synchronized (this) {
            early = reason;
        }
        AioError cancelled = started.cancelReason();
        if (cancelled != null || early != null) { // stop may have been called before the path existed
            end(cancelled != null ? cancelled : early);
        }
    }

    /** Ends all paths. The first reason is kept as the result of the device. */
    private void end(AioError why) {
        synchronized (this) {
            if (reason == null) {
                reason = why;
            }
        }
        paths.forEach(ForwardingPath::stop);
    }

    /** Notes that a path has ended. The end of the last path gives the sockets back and ends the operation. */
    void ended(AioError why) {
        end(why);
        AioOperation finished = null;
        AioError result;
        synchronized (this) {
            result = reason;
            if (--running == 0) {
                finished = operation;
            }
        }
        if (finished != null) {
            sockets.forEach(DeviceSocket::release);
            finished.finish(result, 0);
        }
    }

    @Override
    public void socketClosed() {
        end(AioError.ECLOSED);
    }

    @Override
    public DeviceTraffic traffic(DeviceSocket socket) {
        for (ForwardingPath path : paths) {
            if (path.begins(socket)) {
                return path.traffic();
            }
        }
        DeviceSocket other = sockets.get(0) == socket ? sockets.get(sockets.size() - 1) : sockets.get(0);
        return new DeviceTraffic(other.id(), 0, 0, 0); // the protocol only sends
    }

    @Override
    public void cancel(AioOperation cancelled, AioError why) {
        end(why);
    }

    @Override
    public String describe() {
        return "a device of " + sockets;
    }
}

package io.helve.sp.impl.device;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import java.util.ArrayList;
import java.util.List;

/** A running device: one path for each direction that its sockets allow. It ends when one of them does. */
public final class Device implements AioCanceller {
    private final List<ForwardingPath> paths = new ArrayList<>();

    /** The caller's operation; guarded by this. */
    private AioOperation operation;

    /** Why it ends, once it does; guarded by this. */
    private AioError reason;

    /** Paths that have not ended; guarded by this. */
    private int running;

    private Device() {}

    /**
     * Starts a device.
     *
     * @param factory makes the handles that it needs
     * @param first a raw socket
     * @param second one that speaks with its peers' peers, or the same
     * @param aio the operation, which lasts as long as the device
     */
    public static void start(AioFactory factory, SpSocket first, SpSocket second, Aio aio) {
        Device device = new Device();
        AioException refused =
                device.prepare(factory, first, second); // first of all: once it is started it may be cancelled
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
        if (refused != null) {
            started.finish(refused.error(), 0, refused);
        } else {
            device.run(started);
        }
    }

    /** Makes the paths, or tells why there are none. */
    private AioException prepare(AioFactory factory, SpSocket first, SpSocket second) {
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
        } catch (AioException e) { // no more handles
            discard();
            return e;
        }
    }

    private void discard() {
        paths.forEach(ForwardingPath::discard);
        paths.clear();
    }

    private static String refuse(SpSocket first, SpSocket second) {
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
        AioError asked = started.cancelReason();
        if (asked != null) { // it may have come before there was anything to end
            end(asked);
        }
    }

    /** Has all paths end, for that reason unless there is one already. */
    private void end(AioError why) {
        synchronized (this) {
            if (reason == null) {
                reason = why;
            }
        }
        paths.forEach(ForwardingPath::stop);
    }

    /** A path has ended; the last one ends the operation. */
    void ended(AioError why) {
        end(why);
        AioOperation finished = null;
        synchronized (this) {
            if (--running == 0) {
                finished = operation;
            }
        }
        if (finished != null) {
            finished.finish(reason, 0);
        }
    }

    @Override
    public void cancel(AioOperation cancelled, AioError why) {
        end(why);
    }

    @Override
    public String describe() {
        return "a device";
    }
}

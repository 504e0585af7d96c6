package io.helve.sp.impl.socket;

import io.helve.aio.AioError;
import io.helve.sp.impl.contract.DeviceTraffic;
import io.helve.sp.impl.contract.SocketHolder;

/**
 * The claim of a device on a socket. While a device has the socket, other callers get {@code EBUSY} for all calls that
 * would interfere with the device. The socket's lock guards the claim.
 */
final class DeviceClaim {
    private final Socket socket;

    /** The device that has the socket; null while no device has the socket. */
    private SocketHolder holder;

    DeviceClaim(Socket socket) {
        this.socket = socket;
    }

    /**
     * Takes the socket for a device. {@return {@code OK}, {@code EBUSY} if another device has it, or {@code ECLOSED}}
     */
    AioError acquire(SocketHolder device) {
        socket.lock();
        try {
            if (socket.isClosed()) {
                return AioError.ECLOSED;
            }
            if (isPresent()) {
                return AioError.EBUSY;
            }
            holder = device;
            return AioError.OK;
        } finally {
            socket.unlock();
        }
    }

    void release() {
        socket.lock();
        try {
            holder = null;
        } finally {
            socket.unlock();
        }
    }

    /** {@return whether a device has the socket; under the lock} */
    boolean isPresent() {
        return holder != null;
    }

    /** {@return the device that has the socket, or null; under the lock} */
    SocketHolder holder() {
        return holder;
    }

    /** {@return what the device has forwarded, or null if no device has the socket; under the lock} */
    DeviceTraffic traffic() {
        return holder == null ? null : holder.traffic(socket);
    }

    /**
     * Throws {@code EBUSY} while a device has the socket. A closed socket passes this check: the caller's next step
     * reports the close with its own error.
     */
    void requireNone() {
        socket.lock();
        try {
            if (!socket.isClosed()) {
                socket.requireUsable();
            }
        } finally {
            socket.unlock();
        }
    }
}

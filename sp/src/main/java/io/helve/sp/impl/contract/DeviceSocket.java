package io.helve.sp.impl.contract;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.sp.SpSocket;

/**
 * A raw socket, as a device sees it. While a device has the socket, other callers get {@code EBUSY} for all calls that
 * would interfere: sending and receiving, options, subscriptions, new dialers and listeners, callbacks for pipes, and
 * another device.
 */
public interface DeviceSocket extends SpSocket {
    /**
     * Takes the socket for a device.
     *
     * @param device the device
     * @return {@code OK}, {@code EBUSY} if another device has the socket, or {@code ECLOSED}
     */
    AioError acquire(SocketHolder device);

    /** Gives the socket back; the device calls this once after it has acquired the socket. */
    void release();

    /**
     * Starts to send the message of the device's handle, as {@link #send(Aio)} does for others.
     *
     * @param aio the handle
     */
    void sendForDevice(Aio aio);

    /**
     * Starts to receive a message, as {@link #receive(Aio)} does for others.
     *
     * @param aio the handle
     */
    void receiveForDevice(Aio aio);
}

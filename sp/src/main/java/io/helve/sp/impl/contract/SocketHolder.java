package io.helve.sp.impl.contract;

/** A running device, as seen by its sockets. */
public interface SocketHolder {
    /** The socket of the device is closed. The socket calls this once, without a lock. */
    void socketClosed();

    /**
     * Returns what the device has done with the messages of one of its sockets. The socket may hold its lock.
     *
     * @param socket the socket
     * @return the counters
     */
    DeviceTraffic traffic(DeviceSocket socket);
}

package io.helve.shell.cat;

import io.helve.sp.SpProtocol;
import io.helve.stream.TlsConfig;
import java.time.Duration;
import java.util.List;

/**
 * What {@code helve cat} has been told to do.
 *
 * @param protocol what to speak
 * @param addresses where the peers are, in order
 * @param topics what to subscribe to
 * @param data what to send, or null
 * @param format how to print
 * @param count how many messages or exchanges, or 0
 * @param delay how long to wait before the first is sent
 * @param interval the time between two, or null
 * @param sendTimeout the longest a send may take
 * @param receiveTimeout the longest a receive may take
 * @param receiveMax the longest message, or 0
 * @param background whether dialing goes on in the background
 * @param verbose whether to tell of addresses
 * @param tls for addresses that need it
 */
record CatSettings(
        SpProtocol protocol,
        List<Address> addresses,
        List<byte[]> topics,
        byte[] data,
        MessageFormat format,
        int count,
        Duration delay,
        Duration interval,
        Duration sendTimeout,
        Duration receiveTimeout,
        int receiveMax,
        boolean background,
        boolean verbose,
        TlsConfig tls) {
    /** Where a peer is, or is waited for. */
    record Address(boolean dialed, String url) {}
}

package io.helve.shell.cat;

import io.helve.sp.SpProtocol;
import io.helve.stream.TlsConfig;
import java.time.Duration;
import java.util.List;

/**
 * The settings of a run of {@code helve cat}.
 *
 * @param protocol the protocol of the socket
 * @param addresses the addresses to dial and to listen at, in order
 * @param topics the subscriptions of a sub socket
 * @param data the message to send, or null to only receive
 * @param format the form in which messages are printed
 * @param count the number of messages or exchanges, or 0 for no limit
 * @param delay the time before the first send
 * @param interval the time between two sends, or null to send once
 * @param sendTimeout the limit of one send
 * @param receiveTimeout the limit of one receive
 * @param receiveMax the size of the longest message that is received, or 0 for no limit
 * @param background whether dialing goes on in the background
 * @param verbose whether addresses are printed
 * @param tls the TLS configuration of addresses that need one
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
    /** An address to dial or to listen at. */
    record Address(boolean dialed, String url) {}
}

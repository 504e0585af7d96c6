/**
 * Dialers and listeners of any scheme, and the tenant that they and their streams belong to.
 *
 * <p>Reading order: {@link io.helve.net.connect.ChannelDialer} with a {@code ConnectAttempt} for each dial;
 * {@link io.helve.net.connect.ChannelListener} with an {@code AioAcceptQueue} of streams;
 * {@link io.helve.net.connect.StreamTenant}.
 *
 * <p>Threads: users call on any thread; a {@code ConnectAttempt} runs on event loops and ends with the first of
 * success, failure, cancel and close. {@code listen} and {@code close} hold the listener's lock, since both may block;
 * no lock is held while operations are finished.
 *
 * <p>Shutdown order of a tenant: each stream leaves (the peer is told as far as that needs no waiting), dialers end
 * their dials, listeners close their socket, then the connections in their handshakes, then waiting accepts and streams
 * that were not accepted.
 */
package io.helve.net.connect;

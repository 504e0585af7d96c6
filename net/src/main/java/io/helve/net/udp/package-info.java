/**
 * Datagrams: sockets that exchange datagrams with any peer, and dialed streams that exchange datagrams with one peer.
 *
 * <p>{@link io.helve.net.udp.UdpEndpoint} is such a socket: {@code DatagramReceiver} and {@code DatagramSender} are its
 * two directions, each an {@code AioQueue} of operations under a lock of its own; {@code Memberships} are its groups.
 * Streams are those of {@code io.helve.net.stream}, behind a {@code DatagramParts}.
 *
 * <p>Threads: a socket's channel belongs to one event loop. Operations start and are cancelled on any thread, and no
 * lock is held while an operation is finished.
 */
package io.helve.net.udp;

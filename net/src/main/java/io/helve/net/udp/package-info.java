/**
 * Datagrams: sockets of their own, and dialed streams that talk to one peer.
 *
 * <p>Threads as in {@link io.helve.net.stream}: an endpoint's socket belongs to one event loop, operations may start
 * and be cancelled on any thread, and no lock is held while one is finished.
 */
package io.helve.net.udp;

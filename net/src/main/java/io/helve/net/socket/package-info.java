/**
 * Schemes in which each stream has a socket of the operating system to itself.
 *
 * <p>{@link io.helve.net.socket.SocketScheme} implements connecting and binding for them; subclasses make the channels,
 * find the addresses and upgrade connections. {@link io.helve.net.socket.ListeningChannel} is a bound socket,
 * {@code ConnectionIntake} takes its connections and upgrades them, {@code HandshakeLog} logs failed handshakes.
 *
 * <p>Threads: binding blocks its caller; the rest runs on event loops. The intake's own lock guards three fields and is
 * never held while anything is called.
 *
 * <p>Shutdown order of a listening socket: the channel, the socket file, connections in their handshakes.
 */
package io.helve.net.socket;

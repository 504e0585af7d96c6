/**
 * Schemes in which each stream has a socket of the operating system to itself.
 *
 * <p>{@link io.helve.net.socket.SocketScheme} implements connecting and binding for them; subclasses make the channels,
 * find the addresses and upgrade connections. {@link io.helve.net.socket.ListeningChannel} is a bound socket,
 * {@code ConnectionIntake} takes its connections and upgrades them, {@code HandshakeLog} logs failed handshakes.
 *
 * <p>Threads: binding blocks its caller; the intake's {@code demand} and {@code close} run on any thread, the rest on
 * event loops. The intake's monitor guards its pending connections and three flags; while a thread holds it, no code
 * outside of these is called.
 *
 * <p>Shutdown order of a listening socket: the channel, the socket file, connections in their handshakes.
 */
package io.helve.net.socket;

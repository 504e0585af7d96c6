/**
 * {@code helve netcat} and {@code helve echo}: bytes and messages between streams, with handles only.
 *
 * <p><b>Classes in reading order.</b> {@link io.helve.shell.stream.Pump} moves content from a
 * {@link io.helve.shell.stream.PumpInput} to a {@link io.helve.shell.stream.PumpOutput}; a
 * {@link io.helve.shell.stream.Peer} is both, for a stream ({@link io.helve.shell.stream.StreamPeer}) or for datagrams
 * ({@link io.helve.shell.stream.DatagramPeer}), and {@link io.helve.shell.stream.StandardEnds} are both for the
 * standard streams. {@link io.helve.shell.stream.NetcatSession} is two pumps between them,
 * {@link io.helve.shell.stream.Netcat} runs one session or many, and {@link io.helve.shell.stream.NetcatCommand} has
 * its options. {@link io.helve.shell.stream.Echo} serves any number of {@link io.helve.shell.stream.EchoConnection}s, a
 * pump each, which {@link io.helve.shell.stream.EchoServer} accepts, or a {@link io.helve.shell.stream.DatagramEcho}.
 * {@link io.helve.shell.stream.StreamConnector} dials, listens and accepts.
 *
 * <p><b>States.</b> A relay of a pump goes from WAIT (for its turn) to RECEIVE to SEND and back, and retires at the end
 * of the input or after a failure. Each side of a session goes from WAITING to MOVING, to LINGERING where our end would
 * end the peer's side, too, to ENDING and to ENDED. An echo server has an accept in progress, or as many connections as
 * allowed, or is closed.
 *
 * <p><b>Threads and locks.</b> Callbacks move everything; the command's thread waits for the end and shows the
 * progress. A relay is touched by one callback at a time and has no lock. The monitors of pump, session and server
 * guard their states; none is held while an operation is started or an observer is called.
 *
 * <p><b>Invariants.</b>
 *
 * <ul>
 *   <li>A relay starts to send before it passes the turn, and streams send in the order of starts: so the order is
 *       kept.
 *   <li>A pump reports the end of its input once, after everything before it was sent.
 *   <li>The first failure of a session is the one that the user is told.
 * </ul>
 *
 * <p><b>Shutdown.</b> A session (1) stops its pump from standard input, (2) ends our side and waits 2 s at most, (3)
 * stops the other pump, (4) closes the connection. A server (1) refuses new connections under its lock, (2) stops its
 * accept, (3) closes its connections and waits for their callbacks.
 */
package io.helve.shell.stream;

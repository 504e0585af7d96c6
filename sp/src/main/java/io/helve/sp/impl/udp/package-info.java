/**
 * The transport {@code udp}: the Scalability Protocols over datagrams, as nng 2.0 has them.
 *
 * <p><b>Purpose.</b> Each message is one datagram behind a header of eight bytes. Nothing is retransmitted, put in
 * order or deduplicated: a lost datagram is a lost message, which the protocols above tolerate (req sends a request
 * again, pub and sub lose messages). A connection is an agreement that both sides keep alive: a dialer repeats a
 * connection request (CREQ) until the listener answers it (CACK), and from then on at intervals; a side that hears
 * nothing for five intervals gives the connection up; a side that closes tells the other why (DISC).
 *
 * <p><b>Classes in reading order.</b>
 *
 * <ol>
 *   <li>{@code UdpHeader} and {@code DisconnectReason}: the wire format, all of it little-endian.
 *   <li>{@code DatagramPort}: a bound datagram socket of a listener, or a dialer's that knows one peer.
 *   <li>{@code UdpLink}: a port with its peers. {@code UdpReceiver} receives the datagrams of the port,
 *       {@code UdpSender} sends datagrams, {@code UdpClock} makes the link check its pipes at intervals.
 *       {@code ListeningLink} answers connection requests, {@code DialingLink} makes one.
 *   <li>{@code UdpPipe}: the connection with one peer, which the socket sees.
 *   <li>{@code UdpListener}, {@code UdpDialer}, {@code UdpTransport}: the socket's way to connections.
 * </ol>
 *
 * <p><b>States</b> of a {@code UdpPipe}:
 *
 * <pre>
 *   CONNECTING --CACK--> OPEN --close--> DRAINING --all is sent--> CLOSED
 * </pre>
 *
 * A listener's pipe begins in OPEN. From every state a DISC of the peer, silence of the peer, or the end of the port
 * leads to CLOSED.
 *
 * <p><b>Fields and locks.</b> The monitor of a {@code UdpLink} guards its peers and the state of its pipes, the monitor
 * of a {@code UdpSender} what waits to be sent and the {@code OutputTurn}s of the pipes, the monitor of a
 * {@code UdpPipe} the messages that have arrived for it. Only one of these is held at a time, and none while the
 * socket, a provider or user code is called.
 *
 * <p><b>What peers can do.</b> Datagrams may come from anybody, with any address. A listener has {@code PEERS_MAX}
 * peers, among them those that have ended and left messages that nobody has received. When all places are taken, a peer
 * that has sent nothing but one connection request makes room after a second, the oldest first. A message that finds no
 * room is kept in the pipe, sixteen at most, then the oldest is dropped and counted.
 *
 * <p><b>Threads.</b> The thread that ends a receive, which is an event loop of the provider, starts the next receive. A
 * thread that signals a message sends the message; if a send is in progress, the thread that ends that send continues.
 * The clock ticks on the expiry thread's behalf.
 *
 * <p><b>Shutdown order.</b> A closed listener takes no new peers; its port stays until its last pipe has ended, as the
 * pipes need it. A dialer's port ends with its only pipe. A port ends after the last datagram that waits has been sent.
 */
package io.helve.sp.impl.udp;

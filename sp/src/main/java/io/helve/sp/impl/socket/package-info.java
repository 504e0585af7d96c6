/**
 * Sockets: the lock, the tenants, and the code that connects protocols, pipes, dialers and listeners.
 *
 * <p><b>Reading order.</b> {@link io.helve.sp.impl.socket.SpRuntime}, {@link io.helve.sp.impl.socket.SocketTenant},
 * {@link io.helve.sp.impl.socket.Socket} and {@link io.helve.sp.impl.socket.MessageChannel} (sending and receiving),
 * {@code SocketLock}, {@code Pipes}, {@code PipeEvents} over {@code SerialCallbacks}, {@code DeferredReads},
 * {@code Alarm}.
 *
 * <p><b>A message.</b> A send takes the socket's lock and asks the protocol's context, which puts the message into a
 * pipe's ring, into a buffer, or has the operation wait. The thread releases the lock, then wakes the transport if that
 * waits for messages, and completes the operation. A message that arrives is put into the other ring by the transport;
 * if the socket waits for messages, the same thread takes the socket's lock and makes the protocol read.
 *
 * <p><b>Locks, in their order.</b> The monitors of {@code SocketTenant}, {@code SocketEndpoints}, {@code PipeEvents}
 * (which may be held while {@code SerialCallbacks} is locked) and {@code WaitingHandles} guard the fields that are
 * annotated. The socket's lock guards the fields whose comments say so, in this package and in pipe, contract and
 * protocol. No two sockets' locks are held by one thread, and none of these locks while a transport, a callback or an
 * operation is called.
 *
 * <p><b>Invariants.</b> A socket counts for its tenant until it is closed; a pipe from its admission until its last
 * message is received, and beyond that while it lingers. At most one alarm is set for a socket.
 *
 * <p><b>Shutdown of a tenant.</b> (1) All its sockets are closed: operations that wait end with {@code ECLOSED},
 * dialers and listeners are closed, pipes are closed and linger. (2) The tenant waits two seconds at most for the
 * callbacks for pipe events that run; no callback begins afterwards. (3) The handles of blocking calls are given back.
 * (4) The tenant waits a little more than a second at most for lingering pipes.
 */
package io.helve.sp.impl.socket;

/**
 * Dialers and listeners: they connect and accept by a transport, and hand each connection to the socket, which is their
 * {@link io.helve.sp.impl.endpoint.EndpointHost}.
 *
 * <p><b>Reading order.</b> {@link io.helve.sp.impl.endpoint.Endpoint} has the common part,
 * {@link io.helve.sp.impl.endpoint.Dialer} and {@link io.helve.sp.impl.endpoint.Listener} the states,
 * {@link io.helve.sp.impl.endpoint.BackOff} the pauses between attempts.
 *
 * <p><b>Fields and threads.</b> The monitor of an endpoint guards its state, options and counters. It is not held while
 * a transport, a socket or an operation is called. The number of its pipes is written under the socket's lock. Attempts
 * and pauses run on {@link io.helve.sp.impl.operation.RepeatingOperation}s: the thread that ends one continues.
 *
 * <p><b>Invariants.</b> At most one connect or accept is in progress. A closed endpoint makes no more pipes. An
 * exception that a transport throws ends an attempt, never a thread of the pool.
 *
 * <p><b>End.</b> Closing an endpoint (1) sets CLOSED, (2) closes the transport's side, (3) aborts the attempt, whose
 * end gives the handle back, (4) ends the pause, and (5) has the socket close the pipes of the endpoint.
 */
package io.helve.sp.impl.endpoint;

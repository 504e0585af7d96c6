/**
 * Pipes, which are a socket's connections, and the actions that a thread carries out after it has released a socket's
 * lock.
 *
 * <p><b>Reading order.</b> {@link io.helve.sp.impl.pipe.MessageRing}, {@link io.helve.sp.impl.pipe.Pipe} with its
 * superclass {@code PipeState} and {@link io.helve.sp.impl.pipe.PipeStage}, {@link io.helve.sp.impl.pipe.PipeLink} for
 * two sockets in one process, {@link io.helve.sp.impl.pipe.DeferredActions} with its completions and signals. The
 * socket and the dialer or listener above this package are {@link io.helve.sp.impl.pipe.PipeOwner} and
 * {@link io.helve.sp.impl.pipe.PipeSource}.
 *
 * <p><b>Fields and threads.</b> {@code PipeState} has the stage, the lists' flags, the attachment and the counters of a
 * pipe; the socket's lock guards them. The rings have no lock: one side is the socket under its lock, the other side is
 * one thread of the transport at a time, or the linked socket under its own lock. {@code ended} is an atomic flag, set
 * by the thread that ends the pipe.
 *
 * <p><b>Invariants.</b> No transport, user code or completion is called with a socket's lock held: the call is noted in
 * {@code DeferredActions}, and the same thread makes the call after releasing the lock. A pipe holds a slot in the
 * stages CANDIDATE, ATTACHED and DRAINING, and releases it exactly once. A message that is put into a ring belongs to
 * the other side.
 *
 * <p><b>End.</b> {@code Pipe.end} (1) sets the flag, (2) leaves the link, (3) has the socket take the pipe out, which
 * reads or discards what has arrived, (4) closes the transport's side, and (5) tells the dialer or listener.
 */
package io.helve.sp.impl.pipe;

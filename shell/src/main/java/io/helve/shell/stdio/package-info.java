/**
 * Standard input and standard output as operations on handles.
 *
 * <p><b>Why.</b> A JDK stream can only be read and written by a thread that blocks. The two providers of this package
 * have such a thread each, so that commands move bytes between standard streams, files and connections with handles
 * only.
 *
 * <p><b>Classes in reading order.</b> {@link io.helve.shell.stdio.StandardStreams} are the streams of the process or of
 * a Gogo session. {@link io.helve.shell.stdio.StreamSource} reads, {@link io.helve.shell.stdio.StreamSink} writes.
 * {@link io.helve.shell.stdio.ReadTurn} lets several handles read one input in order.
 * {@link io.helve.shell.stdio.StandardOutput} remembers why a write to standard output has failed, and
 * {@link io.helve.shell.stdio.BrokenPipeException} is the reason that nobody reads it.
 *
 * <p><b>Threads and locks.</b> A source and a sink have one daemon thread each, {@code helve-stream} and
 * {@code helve-sink}. Their monitor guards the queue of waiting operations ({@link io.helve.aio.provider.AioQueue}). It
 * is not held while the thread reads or writes, nor while an operation is started or finished.
 *
 * <p><b>Invariants.</b>
 *
 * <ul>
 *   <li>An operation is in a queue until it is cancelled or taken by the thread; the thread that removes the operation
 *       finishes it.
 *   <li>A source fills the buffers of an operation only after it has taken the operation: a cancelled read changes no
 *       buffer.
 *   <li>A sink copies the buffers of an operation only while the operation is the first of the queue: a cancelled write
 *       reads no buffer.
 *   <li>{@link io.helve.shell.stdio.ReadTurn}: at most one handle has the turn, and each granted turn is passed once.
 * </ul>
 *
 * <p><b>Shutdown.</b> {@code close} of a source or a sink interrupts its thread and does not wait for it, because a
 * read of a terminal cannot be interrupted. Handles are closed before their source or sink: what is then still waiting
 * was cancelled.
 */
package io.helve.shell.stdio;

/**
 * {@code helve copy}: one file, copied by several handles.
 *
 * <p><b>Classes in reading order.</b> {@link io.helve.shell.copy.CopyCommand} has the options,
 * {@link io.helve.shell.copy.CopyProgram} the progress bar and the summary. {@link io.helve.shell.copy.Route} checks
 * source and target before a byte moves. {@link io.helve.shell.copy.FileCopy} opens both, runs a
 * {@link io.helve.shell.copy.ChunkedTransfer} and gives the finished {@link io.helve.shell.copy.PartFile} its name. The
 * transfer hands chunks to its {@link io.helve.shell.copy.ChunkCopier}s, each a handle that reads a chunk and writes
 * it; {@link io.helve.shell.copy.HoleFinder} tells them which blocks need not be written.
 * {@link io.helve.shell.copy.FileDiagnosis} turns errors into messages with advice.
 *
 * <p><b>States.</b> A copier goes from READ to WRITE and back, for a stream by WAIT (for its turn), until the transfer
 * has no chunk left or has failed; then it has retired. A part file is unfinished until it is published or discarded.
 *
 * <p><b>Threads and locks.</b> The command's thread opens, waits and publishes. Copiers run in callbacks, one thread at
 * a time for each copier, and need no lock. The transfer's monitor guards its positions and counters; it is never held
 * while an operation is started.
 *
 * <p><b>Invariants.</b>
 *
 * <ul>
 *   <li>Each position of a source of known size is claimed by one copier.
 *   <li>A stream is read by the copier that has the turn, which computes the position of its write before it passes the
 *       turn: so chunks of a stream never overlap.
 *   <li>The target's name refers to the old content or to the complete new one at any time, because only a rename
 *       changes it.
 *   <li>The number of bytes written and left out is the size of the part file when it is published.
 * </ul>
 *
 * <p><b>Shutdown.</b> An interrupt or a failure (1) closes the copiers, which waits for their callbacks, (2) closes the
 * files, (3) discards the part file. In this order no write can reach a file after its name is gone.
 */
package io.helve.shell.copy;

/**
 * Files as operations on handles, over {@link java.nio.channels.FileChannel}: a provider like any other, which uses
 * only {@code io.helve.aio.provider}. Blocking system calls run on threads of this package.
 *
 * <h2>Classes, in reading order</h2>
 *
 * <ol>
 *   <li>{@link io.helve.impl.file.FileService}: the sets of threads of a pool, {@code FileThreads}: one for calls that
 *       end by themselves, one for terminals and devices, and one for FIFOs, which may block without end. So no kind of
 *       file can use up the threads of another. A fourth set runs {@code FifoRelease}, which ends the opening of a FIFO
 *       that was cancelled.
 *   <li>{@link io.helve.impl.file.FileTenant}: the files of one bundle or program. {@code OpenTask} opens a file;
 *       {@code FileKind} decides how, {@code OpenMode} has the options.
 *   <li>{@code OpenedFile}: the common checks. {@code RegularFile} has positions; each of its operations is a
 *       {@code RegularTask} ({@code ReadTask}, {@code WriteTask}, {@code AppendTask}, {@code StepTask}).
 *   <li>{@code StreamFile} is a FIFO, a terminal or a device: this package calls such a file a stream, as C does. Its
 *       two {@code StreamSide}s, {@code StreamReader} and {@code StreamWriter}, have a queue of {@code StreamTask}s
 *       each.
 *   <li>{@code FileWork}: work for a thread, and its node in a {@code FileWorkQueue}. {@code SerialWork}: work items
 *       that must run in sequence. {@code FileErrors}: errors for Java failures.
 * </ol>
 *
 * <h2>States</h2>
 *
 * <pre>
 * a file:               OPEN --close(Aio)--&gt; CLOSING --close()--&gt; CLOSED       (or OPEN --close()--&gt; CLOSED)
 * an open, and an operation on a regular file:
 *                       STARTING --&gt; WAITING --&gt; WORKING --&gt; ENDED             (a cancel: WAITING --&gt; ENDED)
 * a direction of a stream: not running --an operation needs a system call--&gt; running --no operation needs one--&gt; not running
 * </pre>
 *
 * <p>The descriptor of a file is closed once: by the thread that finds the file not OPEN and no operation left
 * ({@code claimDescriptor}). A stream that is CLOSED does not wait for a thread inside a system call, because closing
 * the descriptor ends that call.
 *
 * <h2>Fields, and who may touch them</h2>
 *
 * <ul>
 *   <li>The lock of {@code FileService} guards all sets of threads, their queues, the states of opens, and the states
 *       and operations of regular files.
 *   <li>The lock of a {@code StreamFile} guards its state, both queues and all {@code StreamTask}s.
 *   <li>{@code StreamSide.buffer} belongs to the thread that is inside the system call; otherwise the lock guards it.
 *   <li>{@code RegularTask.count} and the current positions of a {@code RegularFile} belong to the running thread;
 *       {@code SerialWork} lets one thread at a time use a position.
 *   <li>The monitor of a {@code FileTenant} guards its opens and files, a monitor of {@code FileService} the tenants.
 * </ul>
 *
 * <h2>Threads</h2>
 *
 * <p>Any thread starts and cancels operations. System calls run on the threads of the service only. The threads are
 * platform threads on every JDK: on a virtual thread, a file operation holds its carrier, which all of the process
 * shares. Two reads from an idle FIFO on a machine with two processors stop every virtual thread of the process, and
 * closing the channel does not end these reads (seen with JDK 25); on platform threads it does. A running thread is
 * never interrupted, because an interrupt would close its channel.
 *
 * <h2>Invariants</h2>
 *
 * <ol>
 *   <li>No lock is held while an operation is finished, a system call runs, or code of the user is called.
 *   <li>A cancelled operation that waits ends at once. A running operation on a regular file ends at the next boundary
 *       between two pieces, with an exact count.
 *   <li>A read of a stream loses no byte: bytes that arrive after a cancel stay in the buffer. A write of a stream
 *       counts the bytes in the buffer as written, and they are written before any later byte.
 *   <li>At most one thread is inside a system call for each direction of a stream.
 *   <li>No file is left open by a cancelled open.
 * </ol>
 *
 * <h2>Shutdown order</h2>
 *
 * <ol>
 *   <li>A tenant is closed: opens end with {@code ECLOSED}, then all files of the tenant are closed without waiting.
 *   <li>The service closes all tenants, then all sets of threads, which end when their queues are empty.
 *   <li>The threads for regular files are joined first, because they run the work that unblocks stream threads and
 *       closes descriptors; then the threads of {@code FifoRelease}, which unblock the threads of FIFOs; then all
 *       others. The log names threads that have not ended after five seconds.
 * </ol>
 */
package io.helve.impl.file;

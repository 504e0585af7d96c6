/**
 * The completion pool: the threads on which callbacks run.
 *
 * <h2>Classes, in reading order</h2>
 *
 * <ol>
 *   <li>{@code Completion}: the element of the queues. Handles extend it, so queueing allocates nothing.
 *   <li>{@code CompletionPool}: queues completions, wakes workers, and has the loop that each worker runs.
 *   <li>{@code Lanes}: the queues. A lane is one of several parallel {@code CompletionRing}s. Each thread queues into
 *       the lane that follows from its number, so that threads rarely contend. Completions that do not fit go to an
 *       {@code OverflowQueue}.
 *   <li>{@code Worker}, {@code WorkerSet}, {@code WorkerFactory}: one thread, all threads of a pool, and how a thread
 *       is made.
 *   <li>{@code SourceSet}: the sources of events of providers in which parked workers wait.
 *   <li>{@code PoolTenant} and {@code Watchdog}: a tenant whose callbacks block nearly all threads is throttled; slow
 *       callbacks are reported; spare threads are added.
 *   <li>{@code CallbackThread}, {@code CallbackThreads}: the record of the code of a tenant that runs on a thread.
 *   <li>{@code SlowCode}, {@code WatchClock}, {@code LogQuota}, {@code StackOf}: parts of the watchdog.
 *   <li>{@code HistogramRecorder}: the times of the statistics.
 *   <li>{@code Distress}: how a thread without stack or memory calls for help.
 * </ol>
 *
 * <h2>States of a worker</h2>
 *
 * <pre>
 *   started --&gt; searching --&gt; running callbacks --&gt; checking queues --&gt; parked --&gt; searching ...
 *                                                        |               '--&gt; removed after idle.time, or if there are
 *                                                        '--&gt; removed         more threads than threads.max
 * </pre>
 *
 * <h2>Fields, and who may touch them</h2>
 *
 * <ul>
 *   <li>{@code CompletionPool.searching} is 0 or 1: the right to search. A thread that queues a completion while it is
 *       0 sets it to 1 and hands the right to the worker that it wakes; the woken worker gives the right back when it
 *       has found a completion or parks.
 *   <li>The lock of {@code WorkerSet} guards the set of workers and the stack of parked workers. It guards no queue.
 *   <li>{@code Worker.source} is written by the worker before it polls a source, and read by threads that wake it.
 *       {@code Worker.polls}, {@code parked} and {@code found} belong to the worker.
 *   <li>{@code CallbackThread.running} and {@code runs} are written in opaque mode by the thread that the record
 *       describes, and read by the watchdog. {@code CallbackThread.watched} is written by the watchdog only.
 * </ul>
 *
 * <h2>Invariants</h2>
 *
 * <ol>
 *   <li>A completion is in at most one queue at a time, and {@code dispatch} throws only if it was not queued.
 *   <li>While a completion is queued, a worker is searching, or is awake and looks at all queues before it parks, or
 *       all permitted threads are busy. A worker that gives up searching checks the queues once more: until then,
 *       dispatching threads relied on this worker and woke no other worker.
 *   <li>At most one worker searches. A searching worker that finds a completion while more are queued wakes the next
 *       worker. So a busy pool needs no wake-ups, and an idle pool takes no processor time.
 *   <li>A thread keeps nothing of the tenants whose callbacks it has run.
 * </ol>
 *
 * <h2>Algorithms</h2>
 *
 * <p>{@code CompletionRing} is Dmitry Vyukov's bounded queue for many producers and many consumers. It is not lock-free
 * in the strict sense: a producer that is suspended between taking a slot and filling the slot hides the completions
 * behind that slot until the producer resumes; other lanes are not affected. The order between lanes is not kept.
 *
 * <h2>Shutdown order</h2>
 *
 * <ol>
 *   <li>All tenants have been closed: only callbacks that still run can queue further completions.
 *   <li>Workers run the queued completions, and end when the queues are empty.
 *   <li>After the deadline, callbacks that still run are interrupted every 10 ms. This ends half a second after the
 *       last interrupt that has ended a callback, and after five seconds at most.
 *   <li>Threads that have ended are joined; the log names the others.
 * </ol>
 */
package io.helve.impl.pool;

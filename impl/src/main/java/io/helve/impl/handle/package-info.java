/**
 * Handles: the state, the values, and the threads that run callbacks.
 *
 * <h2>Classes, in reading order</h2>
 *
 * <ol>
 *   <li>{@code OperationState}: the state word and all its transitions. A transition returns what has to be done next.
 *   <li>{@code Handle}: takes the transitions and performs the actions; {@code OperationValues} has its time limits,
 *       inputs, outputs and result. State, values and handle are one object, in several classes; each class uses only
 *       its superclass.
 *   <li>{@code CallbackRunner}: runs callbacks on the pool, inline, or on an executor of the user.
 *   <li>{@code CancellerCalls}: cancels operations, stops handles and calls cancellers; {@code Cancellation} is a
 *       canceller that runs on the pool.
 *   <li>{@code DeadlockGuard}: refuses waits that may deadlock; {@code HandleDescription}: the texts about a handle.
 *   <li>{@code Operation}: what a provider holds of an operation, a handle and a sequence number.
 *   <li>{@code HandleTenant}: one bundle or program, with its handles ({@code HandleList}), quota and counters;
 *       {@code HandleFactory} is the factory of the tenant, {@code Submission} one call of {@code submit}.
 *   <li>{@code Waiters}: the threads that wait until a handle is idle; {@code ClosingWait} is one wait of a thread that
 *       stops or closes a handle.
 *   <li>{@code PostponedSteps} and {@code Recovery}: the steps that a thread without stack or memory has left undone.
 * </ol>
 *
 * <h2>States</h2>
 *
 * <pre>
 *        begin            admit             claimFinish: finish, canceller, expiry or force; one wins
 *   IDLE ------&gt; STARTING ------&gt; PENDING ------&gt; FINISHING ---- deliver, no callback ------&gt; IDLE
 *     ^              |  stopped, or no time left ---^  |  ^                                    ^
 *     |              '---------------------------------'  |                                    |
 *     |                                                   |   READY: waits for the end of      |
 *     |                                                   +-- CALLBACK or CANCELLING           |
 *     |                                                   |                                    |
 *     |                                beginCallback      v                   endCallback      |
 *     '--- (CALLBACK is set: any thread may begin) ---- IDLE + CALLBACK -----------------------'
 *
 *   with an executor of the user: FINISHING [--&gt; RELAYED] --&gt; WITH_EXECUTOR [--&gt; TAKEN_BACK] --&gt; IDLE + CALLBACK
 *   closed and idle: RELEASING --&gt; RELEASED
 * </pre>
 *
 * <p>{@code OperationStateTest} has the table: each event in each state that can be reached, the next state, and the
 * action.
 *
 * <h2>Fields, and who may touch them</h2>
 *
 * <p>The fields of a handle have no lock. The state word says which thread may write them, and each of its transitions
 * is a compare-and-set, which publishes them to the next owner.
 *
 * <ul>
 *   <li>In IDLE: the user writes time limits, inputs, buffers and message, and reads the results.
 *   <li>In STARTING: the thread that has begun the start writes canceller, timer and the exclusive operation, and
 *       clears the results of the previous operation.
 *   <li>In PENDING: no thread writes. Cancellers, expiry and the provider read the canceller, the buffers and the
 *       inputs; a late reader checks the sequence number after reading, and drops the values if the number has changed.
 *   <li>In FINISHING: the thread whose finish was first writes result, count, cause, outputs and message.
 *   <li>In READY: no thread writes, with one exception. A thread that finishes the handle's next operation inside of
 *       the handle's own callback goes from PENDING to READY at once, and writes the result then; the completion cannot
 *       leave READY before that callback has returned.
 *   <li>In RELAYED, WITH_EXECUTOR and TAKEN_BACK: no thread writes.
 *   <li>In RELEASING: the thread that has made the handle idle drops all references.
 *   <li>{@code outputs} is allocated by any thread, with a compare-and-set, so that a finish needs no memory.
 * </ul>
 *
 * <h2>Threads</h2>
 *
 * <p>Any thread may start, finish, cancel, stop and close. Callbacks run on workers of the pool, on the thread that
 * finishes ({@code INLINE}, at most eight of them one inside the other), or on the user's executor; never on the expiry
 * thread. Cancellers run on the thread that cancels; for timeouts and for tenants that go, on a worker. An executor is
 * called on the thread that finishes, or on a worker if many depend on that thread.
 *
 * <h2>Invariants</h2>
 *
 * <ol>
 *   <li>Each operation that has begun completes exactly once: one thread claims the finish, the others change nothing.
 *   <li>Callbacks of one handle never overlap: while CALLBACK is set, the next completion stays READY.
 *   <li>A canceller is called at most once for an operation, and no completion is delivered before it has returned. So
 *       a slow cancel cannot hit the next operation.
 *   <li>What has to be called (cancellers, callbacks, executors) is called after the transition that has decided it.
 *   <li>Whatever is thrown between the claim and the end of the callback, the completion is delivered. A thread without
 *       stack or memory marks the work that it leaves undone, by field writes only, and the next thread that
 *       dispatches, waits or keeps house does the work ({@link io.helve.impl.pool.Distress}, {@code Recovery}).
 *   <li>Start, finish, dispatch and callback of a reused handle allocate nothing.
 * </ol>
 *
 * <h2>Shutdown order of a tenant</h2>
 *
 * <ol>
 *   <li>Its lists are closed, so no handle can be allocated, and all handles are reaped: their cancellers are called.
 *   <li>The tenant waits for the drain time until all its handles are released.
 *   <li>Operations that are still pending are finished by force, with {@code ESTOPPED}.
 *   <li>Completions that executors have not run are taken back and run on the pool.
 *   <li>The reference to the context class loader is dropped. The log names callbacks that still run.
 * </ol>
 */
package io.helve.impl.handle;

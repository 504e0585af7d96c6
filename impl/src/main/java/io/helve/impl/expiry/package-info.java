/**
 * Deadlines: each pool has one expiry thread, which turns a timing wheel.
 *
 * <h2>Classes, in reading order</h2>
 *
 * <ol>
 *   <li>{@code Expirable}: an object with a deadline, a handle.
 *   <li>{@code Timer}: the place of a handle in the wheel. The timer stays in the wheel when an operation ends.
 *   <li>{@code TimerWheel}: the wheel.
 *   <li>{@code Expiry}: the thread, and how a start wakes it.
 * </ol>
 *
 * <h2>States of a timer</h2>
 *
 * <pre>
 *   not scheduled --(schedule)--&gt; scheduled, and in the wheel --(its slot comes up)--&gt; not scheduled
 *   armed: deadline is set; disarmed: deadline is NEVER. Both are possible in the wheel and outside of it.
 *   released: the timer has no owner any more; the wheel drops it when its slot comes up, or in a sweep
 * </pre>
 *
 * <h2>Fields, and who may touch them</h2>
 *
 * <ul>
 *   <li>{@code Timer.deadline}: written by the thread that starts or finishes the operation, read by the expiry thread.
 *   <li>{@code Timer.scheduledFor}: the thread that changes this field from NEVER, with a compare-and-set, inserts the
 *       timer; only the expiry thread sets the field back to NEVER.
 *   <li>{@code Timer.next}: written by the thread that inserts the timer, then used by the expiry thread.
 *   <li>Slots and bitmaps of the wheel: any thread adds a timer or a bit with a compare-and-set; only the expiry thread
 *       empties slots and clears bits.
 *   <li>{@code Expiry.wakeAt}: the time until which the thread sleeps. A start with an earlier deadline wakes the
 *       thread.
 * </ul>
 *
 * <h2>Invariants</h2>
 *
 * <ol>
 *   <li>No timer fires early. A timer fires about a tick (0.26 ms) late at most, as long as the thread is not held up.
 *   <li>Full fences order writes before reads on both sides, so either the start sees that the timer has left the
 *       wheel, or the expiry thread sees the new deadline.
 *   <li>No code of users or providers runs on the thread: workers of the pool call cancellers and run callbacks.
 * </ol>
 *
 * <h2>Algorithms</h2>
 *
 * <p>The wheel is a hierarchical timing wheel (scheme 7 of G. Varghese and T. Lauck, "Hashed and Hierarchical Timing
 * Wheels", 1987), with three changes. Slots are stacks into which any thread pushes. A timer that is disarmed stays in
 * its slot until the slot comes up, so disarming and arming for a later time cost nothing. Bitmaps of the occupied
 * slots tell the next event, so nothing ticks while nothing is due. Caveats: timers of one slot come up in no
 * particular order, and a disarmed timer stays in memory until its slot comes up or a sweep finds it.
 *
 * <h2>Shutdown order</h2>
 *
 * <p>The expiry is closed last, after the pool, because the pool needs the watchdog and the timeouts while it drains.
 */
package io.helve.impl.expiry;

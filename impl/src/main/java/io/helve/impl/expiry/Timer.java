package io.helve.impl.expiry;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The place of a handle in the timing wheel. The timer stays in its slot when an operation ends or the next operation
 * has a later deadline, and the expiry thread checks its deadline when the slot comes up. So re-arming with the same
 * timeout does not touch the wheel. When the owner is closed, the timer drops its reference to the owner, in the wheel
 * or outside of it.
 */
public final class Timer {
    /** The deadline of a timer that is not armed. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final VarHandle DEADLINE;
    private static final VarHandle SCHEDULED_FOR;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            DEADLINE = lookup.findVarHandle(Timer.class, "deadline", long.class);
            SCHEDULED_FOR = lookup.findVarHandle(Timer.class, "scheduledFor", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile Expirable owner;

    /**
     * The time at which the operation in progress expires, on the expiry's clock; {@link #NEVER} without a deadline.
     */
    private long deadline = NEVER;

    /**
     * The deadline for which the timer is in the wheel, {@link #NEVER} if the timer is not in the wheel. The thread
     * that changes this field from NEVER has to insert the timer.
     */
    private volatile long scheduledFor = NEVER;

    /** The next timer in the same slot. */
    Timer next;

    Timer(Expirable owner) {
        this.owner = owner;
    }

    /** Removes the deadline: no operation is in progress. The timer stays in the wheel. */
    public void disarm() {
        DEADLINE.setOpaque(this, NEVER);
    }

    void setDeadline(long nanos) {
        DEADLINE.setOpaque(this, nanos);
    }

    /** {@return the deadline of the operation in progress, or {@link #NEVER}} */
    public long deadline() {
        return (long) DEADLINE.getOpaque(this);
    }

    Expirable owner() {
        return owner;
    }

    void letGo() {
        disarm();
        owner = null;
    }

    long scheduledFor() {
        return scheduledFor;
    }

    /** {@return whether the timer was not in the wheel, so that the caller has to insert it for this deadline} */
    boolean schedule(long nanos) {
        return SCHEDULED_FOR.compareAndSet(this, NEVER, nanos);
    }

    /** Notes that the timer has left the wheel. */
    void unschedule() {
        scheduledFor = NEVER;
    }
}

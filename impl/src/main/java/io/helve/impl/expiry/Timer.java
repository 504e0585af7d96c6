package io.helve.impl.expiry;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The place of a handle in the timing wheel. It stays where it is when an operation ends or the next one has a later
 * deadline, and is looked at when its slot comes up; so re-arming with the same timeout is one write. It lets go of its
 * owner when that is closed, wherever it is then.
 */
public final class Timer {
    /** The deadline of a timer that is not armed. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final VarHandle IN_INTAKE;
    private static final VarHandle DEADLINE;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            IN_INTAKE = lookup.findVarHandle(Timer.class, "inIntake", boolean.class);
            DEADLINE = lookup.findVarHandle(Timer.class, "deadline", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile Expirable owner;

    /** When the operation in progress expires, on the expiry's clock. */
    private long deadline = NEVER;

    /** The deadline for which it is in the wheel, {@link #NEVER} if it is not; written by the expiry thread. */
    volatile long scheduledFor = NEVER;

    private boolean inIntake;

    /** The next one in the intake, and how many there are from here on. */
    Timer nextInIntake;

    int intakeDepth;

    /** Links of its slot; used by the expiry thread only. */
    Timer next;

    Timer previous;
    int slot = -1;

    /**
     * Creates a timer that is not armed.
     *
     * @param owner what it expires
     */
    public Timer(Expirable owner) {
        this.owner = owner;
    }

    /**
     * Sets the deadline. The caller must follow it with a full fence (such as the CAS that makes the operation pending)
     * and then {@link Expiry#arm}.
     *
     * @param nanos the time on the expiry's clock, or {@link #NEVER}
     */
    public void setDeadline(long nanos) {
        DEADLINE.setOpaque(this, nanos);
    }

    /** {@return the deadline} */
    public long deadline() {
        return (long) DEADLINE.getOpaque(this);
    }

    Expirable owner() {
        return owner;
    }

    void letGo() {
        owner = null;
    }

    boolean enterIntake() {
        return !(boolean) IN_INTAKE.getVolatile(this) && IN_INTAKE.compareAndSet(this, false, true);
    }

    void leaveIntake() {
        IN_INTAKE.setVolatile(this, false);
    }
}

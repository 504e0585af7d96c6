package io.helve.impl.expiry;

/** An object with a deadline, watched by the expiry thread: a handle. */
public interface Expirable {
    /**
     * Expires the operation in progress if, and only if, its deadline has passed. The expiry thread calls this method
     * when the timer's slot of the wheel has come up. The method must not block and must not throw.
     *
     * @param timer the timer
     * @param now the time on the expiry's clock
     * @return false if an operation is just being started; the expiry thread then calls again a moment later
     */
    boolean expire(Timer timer, long now);
}

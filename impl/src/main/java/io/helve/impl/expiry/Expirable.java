package io.helve.impl.expiry;

/** What has a deadline. */
public interface Expirable {
    /**
     * Called on the expiry thread when the timer has come up: expires the operation in progress if its deadline has
     * passed, and only then. Must not block and must not throw.
     *
     * @param timer the timer
     * @param now the time on the expiry's clock
     * @return false to be asked again a moment later, because the operation is just being started
     */
    boolean expire(Timer timer, long now);
}

package io.helve.impl.expiry;

/** What has a deadline. */
public interface Expirable {
    /**
     * Called on the expiry thread when the timer's slot has come up: expires the operation in progress if its deadline has
     * passed, and only then. Must not block and must not throw.
     *
     * @param timer the timer
     * @param now the time on the expiry's clock
     */
    void expire(Timer timer, long now);
}

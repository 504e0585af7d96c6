package io.helve.remote.client;

/** A service that keeps what was called, also if its process is killed. */
public interface Ledger {
    /** Enters a number, and then works for a moment. */
    void enter(long number) throws InterruptedException;
}

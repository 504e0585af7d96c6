package io.helve.bench;

/** Timers of some kind. */
interface Timers extends AutoCloseable {
    /** How many handles take turns in {@link #arm} and {@link #sleepAndCancel}. */
    int ARMED = 1024;

    /** How many different timeouts are used: a prime number, so that a handle gets a different timeout each time. */
    int TIMEOUTS = 1021;

    /** Returns a timeout of 10 to 60 s. */
    static long timeoutMillis(int round) {
        return 10_000 + round % TIMEOUTS * 50L;
    }

    /** Starts a sleep; at its end, the consumer given to {@link Peer} gets the index. */
    void sleep(int index, long millis);

    /** Starts an operation with the timeout of this round and finishes it at once. */
    void arm(int round);

    /** Starts a sleep with the timeout of this round as its length and cancels the sleep at once. */
    void sleepAndCancel(int round);

    @Override
    void close();
}

package io.helve.bench;

/** Timers of some kind. */
interface Timers extends AutoCloseable {
    /** How many handles take turns in {@link #arm} and {@link #sleepAndCancel}. */
    int ARMED = 1024;

    /** How many different timeouts they use: a prime, so that a handle gets another one each time. */
    int TIMEOUTS = 1021;

    /** Returns a timeout of 10 to 60 s. */
    static long timeoutMillis(int round) {
        return 10_000 + round % TIMEOUTS * 50L;
    }

    /** Starts a sleep whose end is told to whoever made these timers. */
    void sleep(int index, long millis);

    /** Starts something with the timeout of this round and finishes it at once. */
    void arm(int round);

    /** Starts a sleep of that length and cancels it at once. */
    void sleepAndCancel(int round);

    @Override
    void close();
}

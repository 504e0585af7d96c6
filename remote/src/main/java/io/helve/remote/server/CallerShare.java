package io.helve.remote.server;

import java.util.ArrayDeque;
import java.util.Queue;

/** What one caller uses of the servers. The lock of {@link CallerShares} guards all fields. */
final class CallerShare {
    final Object caller;

    /** How many calls are in progress. */
    int calls;

    /** How many answers wait until the caller reads them. */
    int unsent;

    /** How many workers have calls of the caller. */
    int running;

    /** The calls that wait for a worker. */
    final Queue<Runnable> waiting = new ArrayDeque<>();

    CallerShare(Object caller) {
        this.caller = caller;
    }
}

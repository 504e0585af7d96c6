package io.helve.remote.server;

import java.util.ArrayDeque;
import java.util.Queue;

/** The calls, unsent answers and workers of one caller. The lock of {@link CallerShares} guards all fields. */
final class CallerShare {
    final Object caller;

    /** How many calls are in progress. */
    int calls;

    /** How many answers wait until the caller reads them. */
    int unsent;

    /** How many workers run calls of the caller. */
    int running;

    /** The calls that wait for a worker. */
    final Queue<Runnable> waiting = new ArrayDeque<>();

    CallerShare(Object caller) {
        this.caller = caller;
    }
}

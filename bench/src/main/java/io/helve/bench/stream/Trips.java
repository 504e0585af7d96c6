package io.helve.bench.stream;

import java.util.Arrays;

/** The round trips of one connection; one callback at a time uses it. */
final class Trips {
    private final Run run;
    private final boolean once;
    private long[] oneWay = new long[16];
    private int count;
    private long beganAt;
    private boolean ended;

    /**
     * Forgets all times.
     *
     * @param run the run of this connection
     * @param once whether to end after one round trip; the connection is then idle, with a receive pending
     */
    Trips(Run run, boolean once) {
        this.run = run;
        this.once = once;
        run.begun();
    }

    void begin() {
        beganAt = System.nanoTime();
    }

    /**
     * A message has come back.
     *
     * @return whether to send it again
     */
    boolean arrived() {
        long now = System.nanoTime();
        Run.Phase phase = run.phase();
        if (phase != Run.Phase.WARMING) {
            add((now - beganAt) / 2);
        }
        if (once || phase == Run.Phase.ENDING) {
            ended = true;
            run.ended();
            return false;
        }
        beganAt = now;
        return true;
    }

    boolean idles() {
        return once;
    }

    void lost(Throwable cause) {
        if (!ended) {
            run.failed(cause);
        }
    }

    private void add(long nanos) {
        if (count == oneWay.length) {
            oneWay = Arrays.copyOf(oneWay, 4 * count);
        }
        oneWay[count++] = nanos;
    }

    /**
     * Returns the times from one side's callback to the other side's callback, half of a round trip. Called after the
     * run has ended.
     */
    long[] oneWay() {
        return Arrays.copyOf(oneWay, count);
    }
}

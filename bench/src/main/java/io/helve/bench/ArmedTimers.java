package io.helve.bench;

/** Timers that are armed and disarmed while others are outstanding, far away. */
final class ArmedTimers implements AutoCloseable {
    private final Timers timers;
    private int round;

    ArmedTimers(Peer peer, int outstanding) {
        timers = peer.timers(outstanding, index -> {});
        for (int i = 0; i < outstanding; i++) {
            timers.sleep(i, 300_000 + i * 300_000L / outstanding);
        }
    }

    void arm() {
        timers.arm(next());
    }

    void sleepAndCancel() {
        timers.sleepAndCancel(next());
    }

    private int next() {
        return round++ & Integer.MAX_VALUE;
    }

    @Override
    public void close() {
        timers.close();
    }
}

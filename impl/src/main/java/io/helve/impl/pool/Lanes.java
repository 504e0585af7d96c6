package io.helve.impl.pool;

/**
 * The queues of the pool: a ring for each lane, so that threads rarely contend, and one overflow queue for the
 * completions that do not fit into a ring. A worker takes from its own lane first, then from all other lanes.
 */
final class Lanes {
    private static final int RING_CAPACITY = 512;

    private final CompletionRing[] rings;
    private final OverflowQueue overflow = new OverflowQueue();

    Lanes() {
        int threads = Math.max(1, Math.min(16, 2 * Runtime.getRuntime().availableProcessors()));
        rings = new CompletionRing[Integer.highestOneBit(2 * threads - 1)];
        for (int i = 0; i < rings.length; i++) {
            rings[i] = new CompletionRing(RING_CAPACITY);
        }
    }

    /** {@return the lane for the n-th worker} */
    int laneOf(int number) {
        return number & (rings.length - 1);
    }

    /** {@return the lane for a thread that is not a worker} */
    int laneOf(Thread thread) {
        return (int) ((thread.getId() * 0x9E3779B97F4A7C15L) >>> 32) & (rings.length - 1);
    }

    void add(int lane, Completion completion) {
        if (!rings[lane].offer(completion)) {
            overflow.add(completion);
        }
    }

    /**
     * Takes a completion.
     *
     * @param lane the lane to check first
     * @param taken the number of completions that the caller has taken; now and then the overflow queue goes first, so
     *     that a busy ring cannot starve it
     * @return the completion, or null if all queues are empty
     */
    Completion poll(int lane, int taken) {
        if ((taken & 63) == 0) {
            Completion completion = overflow.poll();
            if (completion != null) {
                return completion;
            }
        }
        for (int i = 0; i < rings.length; i++) {
            Completion completion = rings[(lane + i) & (rings.length - 1)].poll();
            if (completion != null) {
                return completion;
            }
        }
        return overflow.poll();
    }

    boolean isEmpty(int lane) {
        return rings[lane].isEmpty();
    }

    boolean isEmpty() {
        for (CompletionRing ring : rings) {
            if (!ring.isEmpty()) {
                return false;
            }
        }
        return overflow.size() == 0;
    }

    /** {@return the approximate number of completions that wait} */
    long size() {
        long sum = overflow.size();
        for (CompletionRing ring : rings) {
            sum += ring.size();
        }
        return sum;
    }
}

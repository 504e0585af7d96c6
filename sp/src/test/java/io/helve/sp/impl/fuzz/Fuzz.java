package io.helve.sp.impl.fuzz;

import java.util.SplittableRandom;

/**
 * Random inputs that can be had again. Each round is made from one number, its seed, and knows nothing of the rounds
 * before; a failure names the seed. {@code -Dfuzz.seed=<seed> -Dfuzz.inputs=1} runs that round alone,
 * {@code -Dfuzz.inputs=5000000} is the long run.
 */
final class Fuzz {
    /** How many inputs all tests together get. */
    private static final long INPUTS = Long.getLong("fuzz.inputs", 100_000);

    /** Where seeds begin. */
    private static final long SEED = Long.getLong("fuzz.seed", System.nanoTime());

    /** What one seed makes. */
    @FunctionalInterface
    interface Round {
        /** {@return how many inputs it has tried} */
        long run(SplittableRandom random) throws Exception;
    }

    private Fuzz() {}

    /**
     * Runs rounds until a share of all inputs is reached.
     *
     * @param name of what is tried
     * @param percent the share
     */
    static void run(String name, double percent, Round round) {
        long goal = Math.max(1, Math.round(INPUTS * percent / 100));
        long begin = System.nanoTime();
        long inputs = 0;
        long seed = SEED;
        while (inputs < goal) {
            try {
                inputs += round.run(new SplittableRandom(seed));
            } catch (Throwable e) {
                throw new AssertionError(name + " fails; again: -Dfuzz.seed=" + seed + " -Dfuzz.inputs=1", e);
            }
            seed++;
        }
        System.out.printf(
                "fuzz: %s: %,d inputs in %,d rounds, seeds from %d, %.1f s%n",
                name, inputs, seed - SEED, SEED, (System.nanoTime() - begin) / 1e9);
    }

    /** {@return a length: short ones mostly} */
    static int length(SplittableRandom random, int most) {
        int bits = random.nextInt(33 - Integer.numberOfLeadingZeros(most));
        return Math.min(most, random.nextInt(1 << bits));
    }

    static byte[] bytes(SplittableRandom random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    static boolean oneIn(SplittableRandom random, int times) {
        return random.nextInt(times) == 0;
    }
}

package io.helve.sp.impl.protocol;

import java.util.concurrent.ThreadLocalRandom;

/**
 * The numbers of requests and surveys. Their highest bit is set, which ends a backtrace. They begin at a random number,
 * so that a process that was restarted does not take the answers to its predecessor.
 */
final class Ids {
    private static final int HIGHEST_BIT = 0x8000_0000;

    private int last = ThreadLocalRandom.current().nextInt();

    int next() {
        return ++last | HIGHEST_BIT;
    }
}

package io.helve.sp.impl.protocol;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Numbers for requests and surveys: the highest bit is set, and they begin anywhere, so that answers to a former
 * process are not taken.
 */
final class Ids {
    private int last = ThreadLocalRandom.current().nextInt();

    int next() {
        return ++last | 0x8000_0000;
    }
}

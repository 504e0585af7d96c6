package io.helve.itest.foreign;

import com.google.errorprone.annotations.concurrent.GuardedBy;

/** One loop for all channels. Its thread runs while an endpoint, an attempt or a connection exists. */
final class SharedLoop {
    @GuardedBy("this")
    private NioLoop loop;

    @GuardedBy("this")
    private int users;

    /** {@return the loop; {@link #release} must follow once} */
    synchronized NioLoop acquire() {
        if (users++ == 0) {
            loop = new NioLoop();
        }
        return loop;
    }

    synchronized void release() {
        if (--users == 0) {
            loop.close();
            loop = null;
        }
    }
}

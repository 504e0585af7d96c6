package io.helve.sp.impl.core;

import java.util.concurrent.locks.ReentrantLock;

/** A lock that is held for a moment only: who finds it taken looks again for a while before it sleeps. */
final class SocketLock extends ReentrantLock {
    private static final long serialVersionUID = 1L;
    private static final int LOOKS = 200;

    @Override
    public void lock() {
        for (int i = 0; i < LOOKS; i++) {
            if (tryLock()) {
                return;
            }
            Thread.onSpinWait();
        }
        super.lock();
    }
}

package io.helve.sp.impl.socket;

import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.helve.sp.impl.pipe.DeferredActions;
import org.junit.jupiter.api.Test;

/** The lock of a socket keeps the objects for deferred actions, so that taking the lock allocates nothing. */
class SocketLockTest {
    private final SocketLock lock = new SocketLock();

    @Test
    void deferredActionsAreUsedAgain() {
        lock.lock();
        DeferredActions one = lock.take(null);
        DeferredActions other = lock.take(null);
        assertNotSame(one, other);
        lock.unlock();
        lock.give(one);
        lock.lock();
        assertSame(one, lock.take(null));
        lock.unlock();
    }
}

package io.helve.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class DetachedThreadTest {
    private static final ThreadGroup GROUP = Thread.currentThread().getThreadGroup();

    /** Notes its own role, and how often it is interrupted. */
    private static final class Body implements Runnable, SharedThread, DetachedThread.InterruptFilter {
        final AtomicReference<Object> role;
        final AtomicInteger interrupts;

        Body(AtomicReference<Object> role, AtomicInteger interrupts) {
            this.role = role;
            this.interrupts = interrupts;
        }

        @Override
        public void run() {
            role.set(DetachedThread.roleOf(Thread.currentThread()) == this && SharedThread.isCurrent());
            Thread.currentThread().interrupt();
            assertFalse(Thread.interrupted());
        }

        @Override
        public void interrupt(DetachedThread thread) {
            interrupts.incrementAndGet();
        }
    }

    @Test
    void anEndedThreadThatIsKeptKeepsNeitherItsBodyNorAClassLoader() throws InterruptedException {
        AtomicReference<Object> role = new AtomicReference<>();
        AtomicInteger interrupts = new AtomicInteger();
        Body body = new Body(role, interrupts);
        WeakReference<Body> kept = new WeakReference<>(body);
        DetachedThread thread =
                DetachedThread.of(GROUP, body, "detached", getClass().getClassLoader());
        body = null;
        assertTrue(thread.isDaemon());
        assertSame(getClass().getClassLoader(), thread.getContextClassLoader());
        thread.start();
        thread.join();

        assertEquals(true, role.get());
        assertEquals(1, interrupts.get());
        assertNull(thread.getContextClassLoader());
        assertNull(DetachedThread.roleOf(thread));
        assertFalse(SharedThread.isShared(thread));
        for (int i = 0; i < 100 && !kept.refersTo(null); i++) {
            System.gc();
        }
        assertTrue(kept.refersTo(null));
    }

    @Test
    void aBodyWithoutAFilterIsInterruptedAsUsual() throws InterruptedException {
        AtomicReference<Boolean> interrupted = new AtomicReference<>();
        DetachedThread thread = DetachedThread.of(
                GROUP,
                () -> {
                    Thread.currentThread().interrupt();
                    interrupted.set(Thread.interrupted());
                },
                "detached",
                null);
        thread.start();
        thread.join();
        assertEquals(true, interrupted.get());
    }

    @Test
    void anyOtherThreadIsItsOwnRole() {
        Thread current = Thread.currentThread();
        assertSame(current, DetachedThread.roleOf(current));
        assertFalse(SharedThread.isCurrent());
    }
}

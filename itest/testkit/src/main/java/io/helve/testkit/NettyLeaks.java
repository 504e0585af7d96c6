package io.helve.testkit;

import io.netty.buffer.PooledByteBufAllocator;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;

/**
 * Looks for what Netty has left: buffers that were not released, which Netty's leak detector finds and logs, and thread
 * locals.
 */
public final class NettyLeaks {
    private static final boolean NETTY = isThere();

    private NettyLeaks() {}

    /** {@return whether Netty is on the class path and its detector is set to check every buffer} */
    public static boolean areDetected() {
        return NETTY && Detector.isParanoid();
    }

    /** Has the detector look now. Does nothing unless leaks {@linkplain #areDetected are detected}. */
    public static void detect() throws InterruptedException {
        if (areDetected()) {
            collectGarbage();
            Detector.look();
        }
    }

    /**
     * Removes Netty's thread locals from the current thread.
     *
     * @return whether there were any
     */
    public static boolean removeThreadLocals() {
        return NETTY && ThreadLocals.remove();
    }

    private static boolean isThere() {
        try {
            Class.forName("io.netty.buffer.PooledByteBufAllocator", false, NettyLeaks.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static void collectGarbage() throws InterruptedException {
        ReferenceQueue<Object> queue = new ReferenceQueue<>();
        WeakReference<Object> canary = new WeakReference<>(new Object(), queue);
        while (queue.remove(100) != canary) {
            System.gc();
        }
    }

    /** A separate class, which the JVM links only if Netty is on the class path. */
    private static final class Detector {
        static boolean isParanoid() {
            return io.netty.util.ResourceLeakDetector.getLevel() == io.netty.util.ResourceLeakDetector.Level.PARANOID;
        }

        /** Allocates a buffer, since the detector reports the collected buffers only during an allocation. */
        static void look() {
            for (int i = 0; i < 10; i++) {
                PooledByteBufAllocator.DEFAULT.buffer().release();
            }
        }
    }

    /** A separate class for the same reason. */
    private static final class ThreadLocals {
        static boolean remove() {
            boolean found = io.netty.util.internal.InternalThreadLocalMap.getIfSet() != null;
            io.netty.util.concurrent.FastThreadLocal.removeAll();
            return found;
        }
    }
}

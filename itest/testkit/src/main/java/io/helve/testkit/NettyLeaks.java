package io.helve.testkit;

import io.netty.buffer.PooledByteBufAllocator;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;

/** Makes Netty's leak detector look for buffers that were not released; the detector logs each such buffer. */
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
}

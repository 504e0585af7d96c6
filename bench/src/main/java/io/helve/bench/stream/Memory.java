package io.helve.bench.stream;

import io.netty.util.internal.PlatformDependent;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/** The memory that this process uses. */
final class Memory {
    private Memory() {}

    /** Bytes of heap after a collection, and of direct memory, the JDK's and Netty's. */
    static Control.Answer inUse() {
        for (int i = 0; i < 3; i++) {
            System.gc(); // weak references and cleaners need more than one
        }
        return new Control.Answer(
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(), direct());
    }

    private static long direct() {
        long sum = Math.max(0, PlatformDependent.usedDirectMemory());
        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            if (pool.getName().equals("direct")) {
                sum += pool.getMemoryUsed();
            }
        }
        return sum;
    }
}

package io.helve.itest.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Listens for complaints of Netty's: buffers that nobody released, failures that nobody handled. */
final class LeakLog {
    private static final Logger ROOT = Logger.getLogger("");

    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            if (entry.getLevel().intValue() >= Level.WARNING.intValue()
                    && String.valueOf(entry.getLoggerName()).startsWith("io.netty")) {
                complaints.add(entry.getMessage() + (entry.getThrown() == null ? "" : " " + entry.getThrown()));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    private LeakLog() {}

    static LeakLog open() {
        assertEquals(ResourceLeakDetector.Level.PARANOID, ResourceLeakDetector.getLevel(), "leakDetection.level");
        LeakLog log = new LeakLog();
        ROOT.addHandler(log.handler);
        return log;
    }

    /** Has the leak detector look once more, and returns all complaints. */
    List<String> close() throws InterruptedException {
        ReferenceQueue<Object> queue = new ReferenceQueue<>();
        WeakReference<Object> canary = new WeakReference<>(new Object(), queue);
        while (queue.remove(100) != canary) {
            System.gc();
        }
        // the detector looks at what the collector has found whenever a buffer is allocated
        for (int i = 0; i < 10; i++) {
            PooledByteBufAllocator.DEFAULT.buffer().release();
        }
        ROOT.removeHandler(handler);
        return List.copyOf(complaints);
    }
}

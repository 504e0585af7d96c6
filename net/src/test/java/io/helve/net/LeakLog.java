package io.helve.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Collects what Netty's leak detector says. */
final class LeakLog extends Handler {
    private static final Logger LEAKS = Logger.getLogger("io.netty.util.ResourceLeakDetector");

    private final List<String> found = new CopyOnWriteArrayList<>();

    LeakLog() {
        LEAKS.addHandler(this);
    }

    void assertNone() {
        System.gc();
        assertEquals(List.of(), found);
    }

    @Override
    public void publish(LogRecord entry) {
        if (entry.getLevel().intValue() >= Level.SEVERE.intValue()) {
            found.add(entry.getMessage());
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        LEAKS.removeHandler(this);
    }
}

package io.helve.impl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.awaitility.Awaitility;

/** What Helve logs at warning level and above while a test runs. */
public final class CapturedLog extends Handler {
    private static final Logger ROOT = Logger.getLogger("io.helve");

    private final List<LogRecord> records = new CopyOnWriteArrayList<>();

    /** Whether logging itself shall fail. */
    public volatile boolean failing;

    public CapturedLog() {
        ROOT.setUseParentHandlers(false);
        ROOT.addHandler(this);
    }

    @Override
    public void publish(LogRecord entry) {
        if (failing) {
            throw new AssertionError("a logger that fails");
        }
        if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
            records.add(entry);
        }
    }

    /** Waits for an entry with that text, and takes it: the test has expected it. */
    public LogRecord take(String text) {
        LogRecord found = Awaitility.await("log entry with \"" + text + "\"")
                .atMost(EngineTest.SOON)
                .until(() -> find(text), entry -> entry != null);
        records.remove(found);
        return found;
    }

    /** Takes all entries with that text; there may be none. */
    public int takeAll(String text) {
        int taken = 0;
        for (LogRecord found = find(text); found != null; found = find(text)) {
            records.remove(found);
            taken++;
        }
        return taken;
    }

    private LogRecord find(String text) {
        return records.stream()
                .filter(entry -> entry.getMessage().contains(text))
                .findFirst()
                .orElse(null);
    }

    void assertNothingLeft() {
        assertEquals(
                List.of(),
                records.stream().map(LogRecord::getMessage).toList(),
                "log entries that nobody has expected");
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        ROOT.removeHandler(this);
        ROOT.setUseParentHandlers(true);
    }
}

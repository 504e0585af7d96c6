package io.helve.sp.impl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What anybody logs at warning level and above: what a peer does must never show there. */
public final class QuietLog extends Handler implements AutoCloseable {
    /** Ours do not hand on what they log while a test captures it. */
    private static final List<Logger> LOGGERS = List.of(Logger.getLogger(""), Logger.getLogger("io.helve"));

    private final List<LogRecord> records = new CopyOnWriteArrayList<>();

    public QuietLog() {
        LOGGERS.forEach(logger -> logger.addHandler(this));
    }

    @Override
    public void publish(LogRecord entry) {
        if (entry.getLevel().intValue() >= Level.WARNING.intValue() && !records.contains(entry)) {
            records.add(entry);
        }
    }

    public List<String> messages() {
        return records.stream().map(LogRecord::getMessage).toList();
    }

    public void assertQuiet() {
        assertEquals(
                List.of(),
                records.stream()
                        .map(entry -> entry.getMessage() + ": " + entry.getThrown())
                        .toList());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        LOGGERS.forEach(logger -> logger.removeHandler(this));
    }
}

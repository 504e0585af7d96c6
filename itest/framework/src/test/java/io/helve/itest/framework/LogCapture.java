package io.helve.itest.framework;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Listens to what {@code System.Logger} passes to {@code java.util.logging}. */
final class LogCapture extends Handler implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger("io.helve");

    private final Queue<LogRecord> records = new ConcurrentLinkedQueue<>();
    private final SimpleFormatter formatter = new SimpleFormatter();

    LogCapture() {
        LOGGER.setLevel(Level.INFO); // the framework's logging shows warnings only
        LOGGER.addHandler(this);
    }

    /** Returns the texts of all errors so far. */
    List<String> errors() {
        return texts(Level.SEVERE);
    }

    /** Returns the texts of all warnings so far. */
    List<String> warnings() {
        return texts(Level.WARNING);
    }

    /** Returns the texts of all notices so far. */
    List<String> infos() {
        return texts(Level.INFO);
    }

    private List<String> texts(Level level) {
        return records.stream()
                .filter(entry -> entry.getLevel() == level)
                .map(formatter::formatMessage)
                .toList();
    }

    @Override
    public void publish(LogRecord entry) {
        records.add(entry);
    }

    @Override
    public void flush() {
        // nothing is buffered
    }

    @Override
    public void close() {
        LOGGER.removeHandler(this);
        LOGGER.setLevel(null);
    }
}

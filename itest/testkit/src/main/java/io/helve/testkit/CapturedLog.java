package io.helve.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Captures log entries at warning level and above while a test runs, instead of printing them. */
public final class CapturedLog implements AutoCloseable {
    private final List<Logger> loggers;
    private final List<LogRecord> records = new CopyOnWriteArrayList<>();
    /** The messages at information level. */
    private final List<String> notices = new CopyOnWriteArrayList<>();

    private final List<String> expected = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            if (failing) {
                throw new AssertionError("a logger that fails");
            }
            if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
                records.add(entry);
            } else if (entry.getLevel() == Level.INFO) {
                notices.add(entry.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    /** Whether each call of the logger throws. */
    private volatile boolean failing;

    /** Begins to capture what Helve and Netty log. */
    public CapturedLog() {
        this("io.helve", "io.netty");
    }

    /**
     * Begins to capture what some loggers log.
     *
     * @param names the names of the loggers
     */
    public CapturedLog(String... names) {
        loggers = Stream.of(names).map(Logger::getLogger).toList();
        for (Logger logger : loggers) {
            logger.setUseParentHandlers(false);
            logger.addHandler(handler);
        }
    }

    /**
     * Makes each call of the logger throw from now on, or lets calls succeed again.
     *
     * @param failing whether calls throw
     */
    public void setFailing(boolean failing) {
        this.failing = failing;
    }

    /**
     * Declares that the test expects any number of entries with a text.
     *
     * @param text a part of the message of the entry, or of the message of the logged exception
     */
    public void expect(String text) {
        expected.add(text);
    }

    private boolean isExpected(LogRecord entry) {
        String all = entry.getMessage() + (entry.getThrown() == null ? "" : ": " + entry.getThrown());
        return expected.stream().anyMatch(all::contains);
    }

    /**
     * Waits for an expected entry and takes the entry out.
     *
     * @param text a part of the message of the entry
     * @return the entry
     */
    public LogRecord take(String text) {
        LogRecord found = Awaitility.await("log entry with \"" + text + "\"")
                .atMost(Await.SOON)
                .until(() -> find(text), entry -> entry != null);
        records.remove(found);
        return found;
    }

    /**
     * Waits for an entry at information level.
     *
     * @param text a part of the message of the entry
     * @return the message
     */
    public String notice(String text) {
        return Awaitility.await("information with \"" + text + "\"")
                .atMost(Await.SOON)
                .until(
                        () -> notices.stream()
                                .filter(each -> each.contains(text))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    /** {@return the messages at information level so far} */
    public List<String> notices() {
        return List.copyOf(notices);
    }

    /**
     * Takes out all entries whose message contains a text, if there are any.
     *
     * @param text the text
     * @return the number of entries taken out
     */
    public int takeAll(String text) {
        int taken = 0;
        for (LogRecord found = find(text); found != null; found = find(text)) {
            records.remove(found);
            taken++;
        }
        return taken;
    }

    /** {@return the messages that have not been taken} */
    public List<String> messages() {
        return records.stream().map(LogRecord::getMessage).toList();
    }

    private LogRecord find(String text) {
        return records.stream()
                .filter(entry -> entry.getMessage().contains(text))
                .findFirst()
                .orElse(null);
    }

    /** Fails if entries are left that the test has neither taken nor expected. */
    public void assertNothingLeft() {
        assertEquals(
                List.of(),
                records.stream()
                        .filter(entry -> !isExpected(entry))
                        .map(entry -> entry.getMessage() + (entry.getThrown() == null ? "" : ": " + entry.getThrown()))
                        .toList(),
                "log entries that the test has not expected");
    }

    /** Stops capturing; entries are printed again. */
    @Override
    public void close() {
        for (Logger logger : loggers) {
            logger.removeHandler(handler);
            logger.setUseParentHandlers(true);
        }
    }
}

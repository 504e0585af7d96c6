package io.helve.internal;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;

/** Whatever fails while an entry is written, the thread that logs goes on. */
class SafeLoggerTest {
    private static final Exception THROWN = new Exception("logged");

    private static Logger recording(List<String> entries) {
        return new Logger() {
            @Override
            public String getName() {
                return "recording";
            }

            @Override
            public boolean isLoggable(Level level) {
                return level != Level.TRACE;
            }

            @Override
            public void log(Level level, ResourceBundle bundle, String text, Throwable thrown) {
                entries.add(level + " " + text + " " + thrown.getMessage());
            }

            @Override
            public void log(Level level, ResourceBundle bundle, String format, Object... params) {
                entries.add(level + " " + format);
            }
        };
    }

    private static void logInEveryWay(Logger logger) {
        logger.log(Level.INFO, "text");
        logger.log(Level.INFO, "text", THROWN);
        logger.log(Level.INFO, () -> "text");
        logger.log(Level.INFO, () -> "text", THROWN);
        logger.log(Level.INFO, (Object) "text");
        logger.log(Level.INFO, (ResourceBundle) null, "text", THROWN);
        logger.log(Level.INFO, "text", 1, 2);
    }

    @Test
    void everyEntryReachesThePlatformsLogger() {
        List<String> entries = new ArrayList<>();
        logInEveryWay(new SafeLogger("name", () -> recording(entries)));
        assertEquals(
                List.of(
                        "INFO text",
                        "INFO text logged",
                        "INFO text",
                        "INFO text logged",
                        "INFO text",
                        "INFO text logged",
                        "INFO text"),
                entries);
    }

    @Test
    void aLoggerThatThrowsIsSurvived() {
        for (Throwable failure : List.of(new IllegalStateException("gone"), new NoClassDefFoundError("gone"))) {
            Logger logger = new SafeLogger("name", () -> {
                throw SafeLoggerTest.<RuntimeException>unchecked(failure);
            });
            assertDoesNotThrow(() -> logInEveryWay(logger));
            assertFalse(logger.isLoggable(Level.ERROR));
        }
    }

    @Test
    void aTextThatCannotBeMadeIsSurvived() {
        Logger logger = new SafeLogger("name", () -> recording(new ArrayList<>()));
        Object failing = new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException("no text");
            }
        };
        assertDoesNotThrow(() -> logger.log(Level.ERROR, failing));
        assertDoesNotThrow(() -> logger.log(Level.ERROR, failing::toString));
        assertDoesNotThrow(() -> logger.log(Level.ERROR, failing::toString, THROWN));
    }

    @Test
    void theLoggerOfAClassHasItsName() {
        assertEquals(
                SafeLoggerTest.class.getName(),
                SafeLogger.of(SafeLoggerTest.class).getName());
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> E unchecked(Throwable failure) throws E {
        throw (E) failure;
    }
}

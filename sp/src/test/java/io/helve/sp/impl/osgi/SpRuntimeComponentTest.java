package io.helve.sp.impl.osgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.sp.impl.socket.Limits;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An invalid configuration is refused as a whole, and the log says what is in force. */
class SpRuntimeComponentTest {
    private final Logger logger = Logger.getLogger(SpRuntimeComponent.class.getName());
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            if (entry.getLevel() == Level.SEVERE) {
                errors.add(entry.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
    }

    @AfterEach
    void leave() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
    }

    @Test
    void atTheStartTheDefaultsAreInForce() {
        SpRuntimeComponent host = new SpRuntimeComponent(Map.of("sockets.max", 0, "pipes.max", 7));
        assertEquals(Limits.NONE, host.runtime().limits());
        assertEquals(1, errors.size());
        assertTrue(
                errors.get(0).contains("sockets.max must be 1 to")
                        && errors.get(0).contains("no limits"),
                errors.get(0));
    }

    @Test
    void laterWhatWasInForceStays() {
        SpRuntimeComponent host = new SpRuntimeComponent(Map.of("sockets.max", 5));
        host.configure(Map.of("sockets.max", "many"));
        assertEquals(5, host.runtime().limits().sockets());
        assertTrue(errors.get(0).contains("in force stays"), errors.get(0));
    }
}

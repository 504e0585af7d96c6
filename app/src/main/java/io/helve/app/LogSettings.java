package io.helve.app;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.LogManager;

/**
 * The log settings of commands: only failures are logged, on standard error, between the messages of the command. A
 * warning about slow callbacks is not shown: the first callbacks of a process are slow because they load classes.
 */
public final class LogSettings {
    private static final String CLASS = "java.util.logging.config.class";
    private static final String FILE = "java.util.logging.config.file";

    private static final String SETTINGS = """
            handlers=java.util.logging.ConsoleHandler
            .level=INFO
            io.helve.level=SEVERE
            io.netty.level=SEVERE
            """;

    /** Called by the JDK when the first entry is logged. */
    public LogSettings() throws IOException {
        LogManager.getLogManager()
                .readConfiguration(new ByteArrayInputStream(SETTINGS.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** Makes the JDK use this class, unless the user has configured logging. */
    static void use() {
        if (System.getProperty(FILE) == null && System.getProperty(CLASS) == null) {
            System.setProperty(CLASS, LogSettings.class.getName());
        }
    }
}

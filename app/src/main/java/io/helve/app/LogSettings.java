package io.helve.app;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.LogManager;

/**
 * What is logged on standard error, where it stands among what a command has to say to its user: failures only. That
 * the first callbacks of a process take long, because classes are loaded meanwhile, is none.
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

    /** For the JDK, when the first entry is logged. */
    public LogSettings() throws IOException {
        LogManager.getLogManager()
                .readConfiguration(new ByteArrayInputStream(SETTINGS.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** Has the JDK use this, unless the user has settings of their own. */
    static void use() {
        if (System.getProperty(FILE) == null && System.getProperty(CLASS) == null) {
            System.setProperty(CLASS, LogSettings.class.getName());
        }
    }
}

package io.helve.shell.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells whether a standard stream of this process is a terminal. The JDK tells this only for all streams together. */
public final class Terminal {
    /**
     * Set by the start script with {@code test -t}: {@code helve.terminal.0} for standard input, {@code 2} for standard
     * error.
     */
    private static final String PROPERTY = "helve.terminal.";

    private Terminal() {}

    /** {@return whether standard input is a terminal} */
    public static boolean isInput() {
        return is(0);
    }

    /** {@return whether standard error is a terminal} */
    public static boolean isError() {
        return is(2);
    }

    private static boolean is(int descriptor) {
        String told = System.getProperty(PROPERTY + descriptor);
        if (told != null) {
            return Boolean.parseBoolean(told);
        }
        Path link = Path.of("/proc/self/fd/" + descriptor);
        try {
            String device = Files.readSymbolicLink(link).toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty") || device.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}

package io.helve.testkit;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Programs and headers that tests need from the operating system. Where one is missing the test is skipped and says so;
 * with {@code -Dpeers.required=true}, as continuous integration has it, it fails.
 */
public final class Installed {
    private Installed() {}

    /**
     * Demands programs.
     *
     * @param names their names, to be found on the path
     */
    public static void programs(String... names) {
        for (String name : names) {
            demand(onPath(name), "the program " + name);
        }
    }

    /** Demands the {@code nc} of OpenBSD; there are others with other options. */
    public static void netcat() {
        programs("nc");
        try (Program nc = Program.start("nc", "-h")) {
            nc.awaitExit();
            demand(nc.text().contains("OpenBSD"), "the netcat of OpenBSD");
        }
    }

    /**
     * Demands a file.
     *
     * @param path the file
     */
    public static void file(Path path) {
        demand(Files.exists(path), "the file " + path);
    }

    /**
     * Demands something else that the machine may not have.
     *
     * @param there whether the machine has the thing
     * @param what the name of the thing, for the message
     */
    public static void demand(boolean there, String what) {
        if (!there) {
            String message = what + " is not there; see itest/README.md";
            if (Boolean.getBoolean("peers.required")) {
                fail(message);
            }
            abort(message);
        }
    }

    private static boolean onPath(String name) {
        return Stream.of(System.getenv("PATH").split(Pattern.quote(File.pathSeparator)))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    }
}

package io.helve.itest.interop;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.helve.testkit.Installed;
import io.helve.testkit.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The program {@code peer.c}, compiled against one version of nng's library. */
enum NngProgram {
    /** The version of Debian's package {@code libnng-dev}. */
    PACKAGED("peer") {
        @Override
        void demandLibrary() {
            Installed.file(Path.of("/usr/include/nng/nng.h"));
        }

        @Override
        List<String> libraryArguments() {
            return List.of("-lnng");
        }
    },

    /**
     * Version 2.0, which no package has: the system property {@code nng2.home} names the folder where it is installed.
     * Without the property the tests that need this version are skipped.
     */
    VERSION_2("peer2") {
        @Override
        void demandLibrary() {
            assumeTrue(!HOME.isEmpty(), "the property nng2.home names no installation of nng 2.0; see itest/README.md");
        }

        @Override
        List<String> libraryArguments() {
            return List.of(
                    "-I" + Path.of(HOME, "include"),
                    Path.of(HOME, "lib", "libnng.a").toString(),
                    "-lpthread");
        }
    };

    private static final String HOME = System.getProperty("nng2.home", "");
    private static final Path SOURCE = Path.of("src", "test", "c", "peer.c");

    private final Path program;
    private boolean compiled;

    NngProgram(String name) {
        program = Path.of(System.getProperty("build.dir"), "c", name);
    }

    /** Demands the library of this version; where it is missing, the test is skipped. */
    abstract void demandLibrary();

    abstract List<String> libraryArguments();

    /** Compiles the program, unless that has been done. */
    synchronized void demand() throws IOException, InterruptedException {
        Installed.programs("gcc");
        demandLibrary();
        if (!compiled) {
            Files.createDirectories(program.getParent());
            List<String> command = new ArrayList<>(List.of(
                    "gcc",
                    "-std=c11",
                    "-D_POSIX_C_SOURCE=200809L",
                    "-Wall",
                    "-Wextra",
                    "-Werror",
                    "-O2",
                    "-o",
                    program.toString(),
                    SOURCE.toString()));
            command.addAll(libraryArguments());
            Program.run(command);
            compiled = true;
        }
    }

    /** Starts a process. */
    Nng start() throws IOException {
        return new Nng(program);
    }
}

package io.helve.itest.plain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real java process with our two jars and nothing else, on the module path and on the class path. */
class LaunchIT {
    private static final Path JARS = Path.of(System.getProperty("bundles.dir"));
    private static final Path API = JARS.resolve("io.helve.api.jar");
    private static final Path IMPL = JARS.resolve("io.helve.impl.jar");
    private static final Path SOURCE = Path.of("src", "test", "resources", "app");
    private static final String MAIN = "io.helve.itest.app.Main";

    @TempDir
    static Path app;

    @TempDir
    Path temp;

    /** What a process printed, and how it ended. */
    private record Ending(int exit, List<String> lines) {}

    @BeforeAll
    static void compileTheProgram() {
        int exit = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "--release",
                        "17",
                        "--module-path",
                        API.toString(),
                        "-d",
                        app.toString(),
                        SOURCE.resolve("module-info.java").toString(),
                        SOURCE.resolve("io/helve/itest/app/Main.java").toString());
        assertEquals(0, exit);
    }

    @Test
    void onTheModulePathItWorksAndEnds() throws Exception {
        Ending ending = launch("--module-path", path(API, IMPL, app), "--module", "io.helve.itest.app/" + MAIN);
        assertWorked(ending, "module io.helve.api", "module io.helve.impl");
    }

    @Test
    void onTheClassPathItWorksAndEnds() throws Exception {
        Ending ending = launch("--class-path", path(API, IMPL, app), MAIN);
        assertWorked(ending, "unnamed module", "unnamed module");
    }

    @Test
    void aRuntimeThatNobodyClosesLetsTheProcessEnd() throws Exception {
        Ending ending = launchUnclosed("--module-path", path(API, IMPL, app), "-m", "io.helve.itest.app/" + MAIN);
        assertEquals(0, ending.exit(), ending.toString());
        assertEquals("not closed", last(ending));
    }

    @Test
    void withoutTheImplementationTheErrorSaysWhatToAdd() throws Exception {
        for (Ending ending : List.of(
                launch("--module-path", path(API, app), "--module", "io.helve.itest.app/" + MAIN),
                launch("--class-path", path(API, app), MAIN))) {
            assertEquals(1, ending.exit(), ending.toString());
            assertTrue(
                    ending.lines().stream()
                            .anyMatch(line ->
                                    line.contains("ENOTSUP") && line.contains("add io.helve.impl to the class path")),
                    ending.toString());
        }
    }

    private static void assertWorked(Ending ending, String apiModule, String implModule) {
        String all = ending.toString();
        assertEquals(0, ending.exit(), all);
        assertEquals(6, ending.lines().size(), all);
        assertTrue(ending.lines().get(0).startsWith("api in " + apiModule), all);
        assertTrue(ending.lines().get(1).startsWith("impl in " + implModule), all);
        assertEquals(
                List.of("callback OK", "submitted OK", "file hi", "threads left 0"),
                ending.lines().subList(2, 6));
    }

    private static String last(Ending ending) {
        return ending.lines().get(ending.lines().size() - 1);
    }

    private Ending launch(String... options) throws IOException, InterruptedException {
        return run("close", options);
    }

    private Ending launchUnclosed(String... options) throws IOException, InterruptedException {
        return run("leave open", options);
    }

    private Ending run(String end, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.add(Files.createTempDirectory(temp, "files").resolve("new").toString());
        command.add(end);
        Path output = Files.createTempFile(temp, "output", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the process ends by itself");
        } finally {
            process.destroyForcibly();
        }
        return new Ending(process.exitValue(), Files.readAllLines(output));
    }

    private static String path(Path... elements) {
        return String.join(
                File.pathSeparator,
                List.of(elements).stream().map(Path::toString).toList());
    }
}

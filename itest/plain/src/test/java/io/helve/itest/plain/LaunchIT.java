package io.helve.itest.plain;

import static io.helve.itest.plain.JavaProcess.path;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.itest.plain.JavaProcess.Ending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    @BeforeAll
    static void compileTheProgram() {
        JavaProcess.compile(SOURCE, MAIN, API, app);
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
        assertEquals("not closed", ending.last());
    }

    @Test
    void withoutTheImplementationTheErrorSaysWhatToAdd() throws Exception {
        for (Ending ending : List.of(
                launch("--module-path", path(API, app), "--module", "io.helve.itest.app/" + MAIN),
                launch("--class-path", path(API, app), MAIN))) {
            assertEquals(1, ending.exit(), ending.toString());
            assertTrue(
                    ending.lines().stream()
                            .anyMatch(line -> line.contains("ENOTSUP")
                                    && line.contains("add io.helve:io.helve.impl to the class path")),
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

    private Ending launch(String... options) throws IOException, InterruptedException {
        return run("close", options);
    }

    private Ending launchUnclosed(String... options) throws IOException, InterruptedException {
        return run("leave open", options);
    }

    private Ending run(String end, String... options) throws IOException, InterruptedException {
        Path file = Files.createTempDirectory(temp, "files").resolve("new");
        return JavaProcess.run(temp, List.of(options), file.toString(), end);
    }
}

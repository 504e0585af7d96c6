package io.helve.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive of the command line, unpacked where no checkout is. */
class ArchiveIT {
    private static final Path TARGET = Path.of(System.getProperty("helve.archives"));
    private static final String VERSION = System.getProperty("helve.version");
    private static final String NAME = "helve-" + VERSION;

    @TempDir
    Path temp;

    private Path home;

    @BeforeEach
    void unpack() throws Exception {
        Path archive = TARGET.resolve(NAME + "-cli.tar.gz");
        assumeTrue(
                run(temp, "tar", "-xzf", archive.toString(), "-C", temp.toString())
                        .equals(""),
                "no tar here");
        home = temp.resolve(NAME);
    }

    @Test
    void itsScriptRunsWithoutACheckout() throws Exception {
        String helve = home.resolve("bin/helve").toString();
        Files.writeString(temp.resolve("source"), "content");

        assertEquals("helve " + VERSION + "\n", run(temp, helve, "--version"));
        assertEquals("content", run(temp, helve, "copy", "--quiet", "source", "-"));
        assertTrue(run(temp, helve, "perf", "inproc_lat", "--url", "tcp://127.0.0.1:0", "64", "10")
                .contains("round trip count: 10\n"));
    }

    @Test
    void manualPagesAndCompletionsAreWhereSystemsLookForThem() {
        for (String file : List.of(
                "LICENSE",
                "NOTICE",
                "share/man/man1/helve.1",
                "share/man/man1/helve-copy.1",
                "share/man/man1/helve-perf-local_lat.1",
                "share/bash-completion/completions/helve",
                "share/zsh/site-functions/_helve",
                "share/fish/vendor_completions.d/helve.fish")) {
            assertTrue(Files.isRegularFile(home.resolve(file)), file);
        }
    }

    @Test
    void theZipHasTheSameFiles() throws IOException {
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(TARGET.resolve(NAME + "-cli.zip")))) {
            int files = 0;
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (!entry.isDirectory()) {
                    Path twin = temp.resolve(entry.getName());
                    try (InputStream in = Files.newInputStream(twin)) {
                        assertTrue(Arrays.equals(in.readAllBytes(), zip.readAllBytes()), entry.getName());
                    }
                    files++;
                }
            }
            assertTrue(files > 10, files + " files");
        }
    }

    private static String run(Path directory, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("HELVE_CLASS_ARCHIVE", "off");
        Process process = builder.start();
        try {
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(process.waitFor(150, TimeUnit.SECONDS), "it does not end");
            assertEquals(0, process.exitValue(), String.join(" ", command));
            return out;
        } finally {
            process.destroyForcibly();
        }
    }
}

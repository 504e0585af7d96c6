package io.helve.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.helve.app.Helve.ProgramResult;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code helve}, {@code helve stats} and {@code helve shell}, as a user sees them. */
class CommandsIT {
    @TempDir
    Path temp;

    private Path dir;
    private Helve helve;

    @BeforeEach
    void open() throws IOException {
        dir = Files.createDirectory(temp.resolve("work"));
        helve = new Helve(dir);
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        helve.close();
        assertEquals(List.of(), CopyIT.list(helve.temporary()));
    }

    @Test
    void helpNamesTheCommands() throws Exception {
        ProgramResult outcome = helve.run("--help");

        assertEquals(0, outcome.code(), outcome.err());
        for (String command : List.of("copy", "netcat", "echo", "cat", "perf", "stats", "shell", "help")) {
            assertTrue(outcome.out().contains("\n  " + command + " "), outcome.out());
        }
        assertEquals("", outcome.err());
    }

    @Test
    void eachCommandHasHelpWithItsExitCodes() throws Exception {
        for (String command : List.of("copy", "netcat", "echo", "perf")) {
            ProgramResult outcome = helve.run(command, "--help");

            assertEquals(0, outcome.code(), outcome.err());
            assertTrue(outcome.out().contains("Usage: helve " + command + " "), outcome.out());
            assertTrue(outcome.out().contains("  130   interrupted (Ctrl-C)"), outcome.out());
        }
    }

    @Test
    void versionIsOneLine() throws Exception {
        ProgramResult outcome = helve.run("--version");

        assertEquals(0, outcome.code(), outcome.err());
        assertEquals("helve " + System.getProperty("helve.version") + "\n", outcome.out());
    }

    @Test
    void withoutACommandItSaysWhichThereAre() throws Exception {
        assertEquals(
                new ProgramResult(
                        2,
                        "",
                        "helve: which command? copy, netcat, echo, cat, perf, stats or shell; see helve --help\n"),
                helve.run());
    }

    @Test
    void anUnknownCommandIsWrongUsage() throws Exception {
        assertEquals(new ProgramResult(2, "", "helve: Unknown command: 'fly'; see helve --help\n"), helve.run("fly"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cpoy x y             | Unknown command: 'cpoy'; did you mean copy? See helve --help",
                "help cpoy            | Unknown command: 'cpoy'; did you mean copy? See helve --help",
                "help perf local      | Unknown command: 'local'; did you mean local_lat? See helve perf --help",
                "netcat --dail tcp:// | Unknown option: '--dail'; did you mean --dial? See helve netcat --help",
            })
    void aMistypedNameIsToldWhatWasProbablyMeant(String line, String message) throws Exception {
        assertEquals(new ProgramResult(2, "", "helve: " + message + "\n"), helve.run(line.split(" ")));
    }

    @ParameterizedTest
    @CsvSource({"copy, copy --help", "perf local_lat, perf local_lat --help", "'', --help"})
    void helpIsTheSameAsTheOptionOfTheCommand(String names, String option) throws Exception {
        ProgramResult expected = helve.run(option.split(" "));

        assertEquals(expected, helve.run(("help " + names).strip().split(" ")));
        assertTrue(expected.out().contains("Usage: helve"), expected.out());
    }

    @Test
    void noComponentOfTheBundlesWaitsForSomethingThatIsNotThere() throws Exception {
        Path script = Files.writeString(dir.resolve("script"), "lb\nscr:list\n");

        ProgramResult outcome = helve.run(script, "shell");

        assertEquals(0, outcome.code(), outcome.err());
        assertTrue(outcome.out().contains("io.helve.shell.osgi.CommandLineService"), outcome.out());
        assertFalse(outcome.out().toUpperCase(Locale.ROOT).contains("UNSATISFIED"), outcome.out());
        assertFalse(outcome.out().matches("(?s).*\\|(Installed|Starting) .*"), outcome.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"stats", "--help", "copy --help", "cat --version", "copy source -"})
    void aBrokenPipeEndsQuietly(String line) throws Exception {
        Files.write(dir.resolve("source"), new byte[1 << 20]);
        Process process = helve.builder(line.split(" "))
                .directory(dir.toFile())
                .redirectError(dir.resolve("err").toFile())
                .start();
        try {
            process.getInputStream().close();
            assertTrue(process.waitFor(150, TimeUnit.SECONDS), "it does not end");
        } finally {
            process.destroyForcibly();
        }
        assertEquals("", Files.readString(dir.resolve("err")));
        assertEquals(141, process.exitValue());
    }

    @Test
    void statsShowsThePoolOfTheProcess() throws Exception {
        ProgramResult outcome = helve.run("stats");

        assertEquals(0, outcome.code(), outcome.err());
        assertTrue(outcome.out().startsWith("pool default: "), outcome.out());
        assertTrue(outcome.out().contains("\n  default "), outcome.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"stats", "stats --json", "perf inproc_lat 64 10"})
    void resultsThatCannotBeWrittenAreAFailure(String line) throws Exception {
        File full = new File("/dev/full");
        assumeTrue(full.exists(), "nothing here is always full");
        Process process = helve.builder(line.split(" "))
                .redirectOutput(full)
                .redirectError(dir.resolve("err").toFile())
                .start();
        try {
            assertTrue(process.waitFor(150, TimeUnit.SECONDS), "it does not end");
        } finally {
            process.destroyForcibly();
        }
        String err = Files.readString(dir.resolve("err"));
        assertTrue(err.startsWith("helve: standard output: writing failed: "), err);
        assertEquals(1, process.exitValue());
    }

    @Test
    void saysWhereItNeedsATemporaryDirectory() throws Exception {
        List<String> command = new ArrayList<>(helve.builder("shell").command());
        Path missing = dir.resolve("missing");
        command.set(1, "-Djava.io.tmpdir=" + missing);

        ProgramResult outcome = helve.end(helve.start(new ProcessBuilder(command)));

        assertEquals(1, outcome.code());
        assertTrue(
                outcome.err()
                        .endsWith("helve: could not start: no temporary directory can be made in " + missing
                                + ": there is no such directory\n"),
                outcome.err());
    }

    @Test
    void theShellRunsWhatComesFromAPipe() throws Exception {
        Path script = Files.writeString(dir.resolve("script"), """
                helve:copy script twin
                cat script
                helve:cat --verbose --pub --listen inproc://x --data y
                helve:stats
                if { true } {
                  echo on several lines
                }
                """);

        ProgramResult outcome = helve.run(script, "shell");

        assertEquals(0, outcome.code(), outcome.err());
        assertTrue(outcome.out().contains("twin: copied "), outcome.out());
        assertTrue(outcome.out().contains("helve:copy script twin\n"), "it is the shell's own cat: " + outcome.out());
        assertTrue(outcome.out().contains("Listening at: inproc://x\n"), outcome.out());
        assertTrue(outcome.out().contains("time from finish to callback\n"), outcome.out());
        assertTrue(outcome.out().endsWith("on several lines\n"), outcome.out());
        assertEquals(-1, Files.mismatch(script, dir.resolve("twin")));
    }

    @Test
    void theShellTellsOfFailuresAndGoesOn() throws Exception {
        Path script =
                Files.writeString(dir.resolve("script"), "helve:copy nothing x\nhelve:cat --req\nhelve:stats --json\n");

        ProgramResult outcome = helve.run(script, "shell");

        assertEquals(1, outcome.code());
        assertEquals(
                "helve: nothing: there is no such file; check the name\nhelve: No address specified.\n", outcome.err());
        assertTrue(outcome.out().startsWith("{\"pools\":["), outcome.out());
    }
}

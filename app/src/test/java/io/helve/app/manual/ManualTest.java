package io.helve.app.manual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.helve.shell.CommandDispatcher;
import io.helve.shell.standalone.StandaloneServices;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Model.CommandSpec;

/** What the build writes from the options: manual pages, and completions that shells accept. */
class ManualTest {
    @TempDir
    Path directory;

    private final CommandSpec helve =
            new CommandDispatcher(new StandaloneServices(), () -> 0).tree().getCommandSpec();

    @BeforeEach
    void write() throws IOException {
        Manual.write(directory);
    }

    @Test
    void eachCommandHasAPageThatNamesItsOptionsAndExitCodes() throws IOException {
        for (CommandSpec command : CommandTree.all(helve)) {
            String page = Files.readString(directory.resolve("man/man1/" + ManPage.name(command) + ".1"));
            assertTrue(page.startsWith(".TH \"HELVE"), page);
            for (OptionText option : OptionText.of(command)) {
                for (String name : option.names()) {
                    assertTrue(page.contains("\\fB" + name.replace("-", "\\-") + "\\fR"), name + " in " + page);
                }
            }
            command.usageMessage()
                    .exitCodeList()
                    .forEach((code, meaning) -> assertTrue(page.contains("\n" + code + "\n"), page));
        }
    }

    @Test
    void pagesAreFormattedWithoutAWarning() throws Exception {
        try (Stream<Path> pages = Files.list(directory.resolve("man/man1"))) {
            for (Path page : pages.toList()) {
                assertEquals("", errors("groff", "-man", "-Tutf8", "-ww", "-z", page.toString()), page.toString());
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "helve c                    | copy cat",
                "helve copy --b             | --buffer",
                "helve perf remote_         | remote_lat remote_thr",
                "helve perf local_lat --pa  | --pair1 --pair0",
                "helve netcat --list        | --listen",
                "helve cat --conn           | --connect --connect-local --connect-ipc",
            })
    void bashCompletes(String line, String expected) throws Exception {
        String script = directory.resolve("bash-completion/completions/helve").toString();
        String program = "source '" + script + "'; COMP_WORDS=(" + line
                + "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _helve;" + " echo \"${COMPREPLY[@]}\"";

        assertEquals(
                Stream.of(expected.split(" ")).sorted().toList(),
                Stream.of(output("bash", "-c", program).strip().split(" "))
                        .sorted()
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({"zsh, zsh/site-functions/_helve", "fish, fish/vendor_completions.d/helve.fish"})
    void otherShellsAcceptTheirFile(String shell, String file) throws Exception {
        assertEquals("", errors(shell, "-n", directory.resolve(file).toString()));
    }

    @Test
    void completionsKnowAllCommandsAndLongOptions() throws IOException {
        String zsh = Files.readString(directory.resolve("zsh/site-functions/_helve"));
        String fish = Files.readString(directory.resolve("fish/vendor_completions.d/helve.fish"));
        for (CommandSpec command : CommandTree.all(helve)) {
            assertTrue(zsh.contains("_" + command.qualifiedName("_") + "() {\n"), command.name());
            for (OptionText option : OptionText.of(command)) {
                for (String name : option.names()) {
                    assertTrue(zsh.contains("'*" + name), name);
                    assertTrue(
                            fish.contains(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.charAt(1)),
                            name);
                }
            }
        }
    }

    private static String errors(String... command) throws IOException, InterruptedException {
        return run(true, command);
    }

    private static String output(String... command) throws IOException, InterruptedException {
        return run(false, command);
    }

    private static String run(boolean errors, String... command) throws IOException, InterruptedException {
        Path sink = Files.createTempFile("helve-manual-", ".txt");
        try {
            ProcessBuilder builder = new ProcessBuilder(List.of(command));
            ProcessBuilder redirected = errors
                    ? builder.redirectError(sink.toFile()).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    : builder.redirectOutput(sink.toFile());
            Process process;
            try {
                process = redirected.start();
            } catch (IOException e) {
                assumeTrue(false, command[0] + " is not here");
                return "";
            }
            assertTrue(process.waitFor(30, TimeUnit.SECONDS));
            return Files.readString(sink, StandardCharsets.UTF_8);
        } finally {
            Files.delete(sink);
        }
    }
}

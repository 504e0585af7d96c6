package io.helve.shell.cat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.helve.shell.cat.CatArguments.Wish;
import io.helve.testkit.Installed;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which command lines are refused, and with which words. Where nngcat is there, it must say the same. */
class NngcatRulesTest {
    /** Of what passes, so that nngcat does not begin to work; nobody listens at port 1. */
    private static final String DIALED = "Unable to dial";

    @TempDir
    Path directory;

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                // how options are written
                "--nonsense                          | Option --nonsense is invalid.",
                "-y                                  | Option -y is invalid.",
                "-qv                                 | Option -qv is invalid.",
                "-Ax                                 | Option -Ax is invalid.",
                "--hex=1                             | Option --hex=1 is invalid.",
                "--hex:1                             | Option --hex:1 is invalid.",
                "--re                                | Option --re is ambiguous (specify in full).",
                "--pa                                | Option --pa is ambiguous (specify in full).",
                "--                                  | Option -- is ambiguous (specify in full).",
                "--req --dial                        | Option --dial requires argument.",
                "--conn x                            | Option --conn is ambiguous (specify in full).",
                "-C                                  | Option -C requires argument.",
                "-                                   | No address specified.",
                "stray --req                         | No address specified.",
                // numbers
                "--count=                            | Empty integer argument.",
                "--count x                           | Integer argument expected.",
                "--count -1                          | Integer argument expected.",
                "--interval 1.5                      | Integer argument expected.",
                "--delay 86401                       | Integer argument too large.",
                "--interval 86401                    | Integer argument too large.",
                "--send-timeout 86401                | Integer argument too large.",
                "--recv-timeout 86401                | Integer argument too large.",
                "-l 65537                            | Integer argument too large.",
                "-L x                                | Integer argument expected.",
                // what may be given once
                "--req --rep                         | Only one protocol may be specified.",
                "--req --req0                        | Only one protocol may be specified.",
                "--hex --ascii                       | Format may be specified only once.",
                "--format no --hex                   | Format may be specified only once.",
                "--format HEX                        | Invalid format specified.",
                "--data x --data y                   | Data (--file, --data) may be specified only once.",
                "--file file --data y                | Data (--file, --data) may be specified only once.",
                "--cert file --cert file             | Cert (--cert) may be specified only once.",
                "--key file --key file               | Key (--key) may be specified only once.",
                "--cacert file --cacert file         | CA Certificate (--cacert) may be specified only once.",
                // files
                "--file missing                      | Cannot open file missing: No such file or directory",
                "--file file/below                   | Cannot open file file/below: Not a directory",
                "--file=                             | Cannot open file : No such file or directory",
                "--file .                            | Read from . failed: Is a directory",
                "--cert missing --nonsense           | Cannot open file missing: No such file or directory",
                "--nonsense --cert missing           | Option --nonsense is invalid.",
                // what goes with what
                "--req                               | No address specified.",
                "-l1                                 | No protocol specified.",
                "-l1 --subscribe x                   | Protocol does not support --subscribe.",
                "-l1 --pull --subscribe x            | Protocol does not support --subscribe.",
                "-l1 --req --compat --async          | Options --async and --compat are incompatible.",
                "-l1 --req --compat --count 1        | Options --count and --compat are incompatible.",
                "-l1 --pair1 --compat                | Protocol does not support --compat.",
                "-l1 --sub --data x                  | Protocol does not support --file or --data.",
                "-l1 --pull --data x                 | Protocol does not support --file or --data.",
                "-l1 --sub --interval 1              | Protocol does not support --interval.",
                "-l1 --pull --interval 1             | Protocol does not support --interval.",
                "-l1 --rep --interval 1              | Protocol does not support --interval.",
                "-l1 --respondent --interval 1       | Protocol does not support --interval.",
                "-l1 --pub --data x --hex            | Protocol does not support --format options.",
                "-l1 --push --format no              | Protocol does not support --format options.",
                "-l1 --pub                           | Protocol requires either --file or --data.",
                "-l1 --push                          | Protocol requires either --file or --data.",
                "-l1 --req                           | Protocol requires either --file or --data.",
                "-l1 --surveyor                      | Protocol requires either --file or --data.",
                "-l1 --pair0 --interval 1            | Option --interval requires either --file or --data.",
                "-l1 --pair1 --interval 1            | Option --interval requires either --file or --data.",
                "-l1 --bus --interval 1              | Option --interval requires either --file or --data.",
                // what is good
                "-l1 --sub --hex --subs x -C1        | Unable to dial",
                "-l1 --bus                           | Unable to dial",
                "-l1 --req --comp --dat:x            | Unable to dial",
                "-l1 --rep -d 86400 -v --silent      | Unable to dial",
                "-l1 --surveyor -F - -k -Z 0         | Unable to dial",
                "-l1 --pair0 --zt-home x --socket x  | Unable to dial",
                "-l1 --pull stray --nonsense         | Unable to dial"
            })
    void saysTheSameAsNngcat(String line, String words) throws Exception {
        Files.writeString(directory.resolve("file"), "x");
        List<String> arguments = new ArrayList<>(List.of(line.split(" ")));
        assertEquals(words, ours(arguments));

        Installed.programs("nngcat");
        // compatible is in the background: it would wait for somebody to listen
        if (!line.contains("--comp ")) {
            assertEquals(words, theirs(arguments));
        }
    }

    /** Each option of ours is one of nngcat's, and every way to abbreviate it is as good or as ambiguous there. */
    @Test
    void everyAbbreviationIsAsGoodAsWithNngcat() throws Exception {
        Installed.programs("nngcat");
        Set<String> prefixes = new TreeSet<>();
        for (CatOption option : CatOption.values()) {
            for (String name : option.names()) {
                for (int length = 0; length <= name.length(); length++) {
                    prefixes.add(name.substring(0, length));
                }
            }
        }
        for (String prefix : prefixes) {
            // with a value for those that take none, and none for those that take one
            for (List<String> arguments : List.of(List.of("--" + prefix + "=1"), List.of("--" + prefix))) {
                if (wish(arguments) == Wish.RUN) {
                    assertEquals(theirs(arguments), ours(arguments), prefix);
                }
            }
        }
    }

    @Test
    void everyLetterIsAsGoodAsWithNngcat() throws Exception {
        Installed.programs("nngcat");
        for (char letter = '!'; letter <= '~'; letter++) {
            for (List<String> arguments : List.of(List.of("-" + letter), List.of("-" + letter + "1"))) {
                if (letter != '-' && wish(arguments) == Wish.RUN) {
                    assertEquals(theirs(arguments), ours(arguments), "" + letter);
                }
            }
        }
    }

    private Wish wish(List<String> arguments) {
        try {
            return arguments().read(arguments);
        } catch (CatException e) {
            return Wish.RUN;
        }
    }

    private String ours(List<String> line) {
        try {
            CatArguments arguments = arguments();
            assertEquals(Wish.RUN, arguments.read(line));
            arguments.settings();
            return DIALED;
        } catch (CatException e) {
            return e.getMessage();
        }
    }

    private CatArguments arguments() {
        return new CatArguments(new InputFiles(new ByteArrayInputStream(new byte[0]), directory));
    }

    private String theirs(List<String> line) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("nngcat"));
        command.addAll(line);
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        try (InputStream in = process.getInputStream()) {
            process.getOutputStream().close();
            String said = new String(in.readAllBytes(), UTF_8).strip();
            process.waitFor(60, TimeUnit.SECONDS);
            assertEquals(1, process.exitValue(), said);
            return said.startsWith(DIALED) ? DIALED : said;
        } finally {
            process.destroyForcibly();
        }
    }
}

package io.helve.shell.failure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

class UsageMessageTest {
    /** A command with one subcommand. */
    @Command(name = "tool", subcommands = Part.class)
    static final class Tool {}

    /** Its subcommand. */
    @Command(name = "part")
    static final class Part {
        @Option(names = {"-t", "--timeout"})
        private int timeout;

        @Parameters(index = "0")
        private String name;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "prat                | Unknown command: 'prat'; did you mean part? See tool --help",
                "fly                 | Unknown command: 'fly'; see tool --help",
                "part --tiemout=3 x  | Unknown option: '--tiemout=3'; did you mean --timeout? See tool part --help",
                "part --nonsense x   | Unknown option: '--nonsense'; see tool part --help",
                "part                | Missing required parameter: '<name>'; see tool part --help",
            })
    void saysWhatIsWrongWhatWasMeantAndWhereToLook(String line, String complaint) {
        ParameterException e =
                assertThrows(ParameterException.class, () -> new CommandLine(new Tool()).parseArgs(line.split(" ")));

        assertEquals(complaint, UsageMessage.complaint(e));
    }
}

package io.helve.shell.copy;

import io.helve.shell.failure.CommandException;
import io.helve.shell.failure.ExitCode;
import io.helve.shell.text.ByteSize;
import io.helve.shell.text.TimeSpan;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code helve copy}: the options of a {@link CopyProgram}. */
@Command(
        name = "copy",
        header = "Copies a file, or standard input, with several operations in flight.",
        description = {
            "",
            "The copy is made under a temporary name in the target's directory, forced to the device, checked, and then"
                    + " renamed: DST is either as it was before or complete. Blocks of zeros become holes, so the copy of a sparse"
                    + " file is sparse.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:copied",
            "1:the copy failed, or SRC changed while it was copied",
            "2:wrong usage",
            "3:SRC cannot be read: it is missing, is a directory, or permission is denied",
            "4:DST cannot be written: no space, no permission, no such directory, or the same file as SRC",
            "5:a read or write took longer than the timeout",
            "130:interrupted (Ctrl-C)",
            "141:standard output was closed by its reader"
        })
public final class CopyCommand implements Callable<Integer> {
    private static final long BUFFER_MAX = 64 << 20;
    private static final int DEPTH_MAX = 256;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--buffer",
            paramLabel = "SIZE",
            defaultValue = FileCopy.Settings.BUFFER,
            converter = ByteSize.class,
            description = "the number of bytes that one operation moves, up to 64M (default: ${DEFAULT-VALUE})")
    private long buffer;

    @Option(
            names = "--depth",
            paramLabel = "N",
            defaultValue = FileCopy.Settings.DEPTH,
            description = "the number of operations in flight, up to 256 (default: ${DEFAULT-VALUE})")
    private int depth;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = TimeSpan.class,
            description =
                    "how long one read or write may take, such as 500ms or 2m (default: 30s for files, no limit for"
                            + " standard input, pipes and devices)")
    private Duration timeout;

    @Option(
            names = {"-q", "--quiet"},
            description = "no progress bar and no summary")
    private boolean quiet;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    private boolean help;

    @Parameters(index = "0", paramLabel = "SRC", description = "the file to copy, or - for standard input")
    private String source;

    @Parameters(
            index = "1",
            paramLabel = "DST",
            description = "the file to make or replace, a directory to copy into, or - for standard output")
    private String target;

    private final CopyProgram program;

    /** Creates the command around a program. */
    public CopyCommand(CopyProgram program) {
        this.program = program;
    }

    @Override
    public Integer call() throws CommandException, InterruptedException {
        check(buffer >= 1 && buffer <= BUFFER_MAX, "--buffer must be 1 to 64M");
        check(depth >= 1 && depth <= DEPTH_MAX, "--depth must be 1 to " + DEPTH_MAX);
        check(timeout == null || !timeout.isZero(), "--timeout must be more than 0");
        FileCopy.Settings settings = new FileCopy.Settings((int) buffer, depth, timeout);
        if (quiet) {
            program.runQuietly(source, target, settings);
        } else {
            program.run(source, target, settings, spec.commandLine().getOut());
        }
        return ExitCode.OK.value();
    }

    private void check(boolean condition, String message) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }
}

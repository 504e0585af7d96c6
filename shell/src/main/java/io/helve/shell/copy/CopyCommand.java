package io.helve.shell.copy;

import io.helve.shell.command.CommandException;
import io.helve.shell.command.CommandServices;
import io.helve.shell.terminal.Terminal;
import io.helve.shell.text.ByteSize;
import io.helve.shell.text.TimeSpan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code helve copy}: the options, the progress bar and the summary around a {@link Copy}. */
@Command(
        name = "copy",
        header = "Copies a file, or standard input, with several operations in flight.",
        description = {
            "",
            "The copy is made under a temporary name in the target's directory, forced to the device, checked, and then"
                    + " renamed: DST is either as it was before or complete.",
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
            "130:interrupted (Ctrl-C)"
        })
public final class CopyCommand implements Callable<Integer> {
    private static final long BUFFER_MAX = 64 << 20;
    private static final int DEPTH_MAX = 256;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--buffer",
            paramLabel = "SIZE",
            defaultValue = "256k",
            converter = ByteSize.class,
            description = "how much one operation moves, up to 64M (default: ${DEFAULT-VALUE})")
    private long buffer;

    @Option(
            names = "--depth",
            paramLabel = "N",
            defaultValue = "8",
            description = "how many operations are in flight, up to 256 (default: ${DEFAULT-VALUE})")
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
            description = "the file to make or replace, or a directory to copy into")
    private String target;

    private final CommandServices services;
    private final Path directory;

    public CopyCommand(CommandServices services, Path directory) {
        this.services = services;
        this.directory = directory;
    }

    @Override
    public Integer call() throws CommandException, InterruptedException {
        check(buffer >= 1 && buffer <= BUFFER_MAX, "--buffer must be 1 to 64M");
        check(depth >= 1 && depth <= DEPTH_MAX, "--depth must be 1 to " + DEPTH_MAX);
        check(timeout == null || !timeout.isZero(), "--timeout must be more than 0");
        Route route = Route.of(source, target, directory);
        ProgressBar bar = quiet || !Terminal.isError() ? null : new ProgressBar(System.err, System::nanoTime);
        Copy copy = new Copy(
                services.factory(),
                services.files(),
                new Copy.Settings((int) buffer, depth, timeout),
                bar == null ? (copied, size) -> {} : bar);
        long begin = System.nanoTime();
        long copied;
        try {
            copied = copy.run(route, System.in);
        } catch (InterruptedException e) {
            throw new InterruptedException(route.targetName() + ": copying was interrupted"
                    + (route.special() ? "" : "; nothing was changed, start it again when you like"));
        } finally {
            if (bar != null) {
                bar.clear();
            }
        }
        if (!quiet) {
            System.out.println(summary(route, copied, System.nanoTime() - begin));
        }
        return 0;
    }

    private void check(boolean condition, String message) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }

    static String summary(Route route, long bytes, long nanos) {
        return String.format(
                Locale.ROOT,
                "%s: copied %d bytes (%s) in %s, %s/s",
                route.targetName(),
                bytes,
                ByteSize.format(bytes),
                TimeSpan.format(nanos),
                ByteSize.format(bytes / Math.max(1e-9, nanos / 1e9)));
    }
}

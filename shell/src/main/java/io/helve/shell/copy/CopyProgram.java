package io.helve.shell.copy;

import io.helve.internal.PrintableText;
import io.helve.shell.failure.CommandException;
import io.helve.shell.services.CommandServices;
import io.helve.shell.stdio.StandardStreams;
import io.helve.shell.terminal.Terminal;
import io.helve.shell.text.ByteSize;
import io.helve.shell.text.TimeSpan;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * {@code helve copy} when its options are known: the progress bar and the summary around a {@link FileCopy}.
 *
 * @param services the services to work with
 * @param standard standard input and output
 * @param directory the directory that relative paths start from
 */
public record CopyProgram(CommandServices services, StandardStreams standard, Path directory) {
    /** {@return whether arguments are a source and a target and nothing else, so that no parser is needed} */
    public static boolean isPlain(List<String> arguments) {
        return arguments.size() == 2
                && arguments.stream().allMatch(name -> name.equals(Route.STANDARD) || !name.startsWith("-"));
    }

    /**
     * Copies, shows the progress on standard error if that is a terminal, and prints a summary.
     *
     * @param out where the summary goes, unless the copy itself goes to standard output
     */
    public void run(String source, String target, FileCopy.Settings settings, PrintWriter out)
            throws CommandException, InterruptedException {
        ProgressBar bar = Terminal.isError() ? new ProgressBar(System.err, System::nanoTime) : null;
        Route route = Route.of(source, target, directory);
        long begin = System.nanoTime();
        long copied;
        try {
            copied = copy(route, settings, bar == null ? (moved, size) -> {} : bar);
        } finally {
            if (bar != null) {
                bar.clear();
            }
        }
        String summary = PrintableText.of(summary(route, copied, System.nanoTime() - begin));
        if (route.isToStandardOutput()) {
            PrintStream err = System.err;
            err.println(summary);
        } else {
            out.println(summary);
        }
    }

    /** Copies and prints nothing. */
    public void runQuietly(String source, String target, FileCopy.Settings settings)
            throws CommandException, InterruptedException {
        copy(Route.of(source, target, directory), settings, (moved, size) -> {});
    }

    private long copy(Route route, FileCopy.Settings settings, FileCopy.Listener listener)
            throws CommandException, InterruptedException {
        try {
            return new FileCopy(services.factory(), services.files(), settings, listener).run(route, standard);
        } catch (InterruptedException e) {
            throw new InterruptedException(route.targetName() + ": copying was interrupted"
                    + (route.special() ? "" : "; nothing was changed, start it again when you like"));
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

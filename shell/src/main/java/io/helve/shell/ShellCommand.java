package io.helve.shell;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code helve shell}: the Gogo shell on a terminal, or its commands one line at a time from a pipe. */
@Command(
        name = "shell",
        header = "Opens the Gogo shell, or runs the commands that come from a pipe.",
        description = {"", "For example: echo helve:stats | helve shell", ""},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the shell was left", "1:a command that came from a pipe failed", "130:interrupted (Ctrl-C)"})
final class ShellCommand implements Callable<Integer> {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    private boolean help;

    private final Callable<Integer> gogo;

    ShellCommand(Callable<Integer> gogo) {
        this.gogo = gogo;
    }

    @Override
    public Integer call() throws Exception {
        return gogo.call();
    }
}

package io.helve.shell;

import io.helve.shell.failure.ExitCode;
import io.helve.shell.failure.UsageMessage;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code helve help}: the same as {@code --help} behind the name of a command. */
@Command(
        name = "help",
        header = "Shows the help of a command.",
        description = {"", "For example: helve help copy", "and for a part of a command: helve help perf local_lat", ""
        })
final class HelpCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    private boolean help;

    @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "the command, and the name of a part of it")
    private List<String> names = List.of();

    @Override
    public Integer call() {
        CommandLine command = spec.parent().commandLine();
        for (String name : names) {
            CommandLine next = command.getSubcommands().get(name);
            if (next == null) {
                String words = UsageMessage.unknown(
                        "command",
                        name,
                        List.copyOf(command.getSubcommands().keySet()),
                        "see " + command.getCommandSpec().qualifiedName() + " --help");
                spec.commandLine().getErr().println("helve: " + words);
                return ExitCode.USAGE.value();
            }
            command = next;
        }
        command.usage(spec.commandLine().getOut());
        return ExitCode.OK.value();
    }
}

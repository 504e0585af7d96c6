package io.helve.shell;

import io.helve.shell.cat.CatCommand;
import io.helve.shell.command.CommandException;
import io.helve.shell.command.CommandServices;
import io.helve.shell.command.ExitCode;
import io.helve.shell.copy.CopyCommand;
import io.helve.shell.perf.PerfCommand;
import io.helve.shell.perf.PerfRun;
import io.helve.shell.stats.StatsCommand;
import io.helve.shell.stdio.StandardStreams;
import io.helve.shell.stream.EchoCommand;
import io.helve.shell.stream.NetcatCommand;
import io.helve.shell.terminal.Terminal;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The command {@code helve} with all its subcommands, on the standard streams of the process. */
public final class HelveCommandLine {
    private HelveCommandLine() {}

    /**
     * {@return the command}
     *
     * @param services the services that the subcommands work with
     * @param version the version that {@code --version} prints
     * @param gogo runs the Gogo shell and returns the exit code
     */
    public static CommandLine of(CommandServices services, String version, Callable<Integer> gogo) {
        StandardStreams standard = StandardStreams.ofProcess(Terminal.isInput());
        Path directory = Path.of("").toAbsolutePath();
        CommandLine helve = new CommandLine(new HelveCommand())
                .addSubcommand(new CopyCommand(services, directory))
                .addSubcommand(new NetcatCommand(services, standard, directory))
                .addSubcommand(new EchoCommand(services, directory))
                .addSubcommand(CatCommand.commandLine(services.sockets(), standard, directory, version))
                .addSubcommand(PerfCommand.commandLine(
                        new PerfRun(services, directory, Terminal.isError() ? System.err : null)))
                .addSubcommand(new StatsCommand(services))
                .addSubcommand(new ShellCommand(gogo))
                .setExpandAtFiles(false) // a file name or a message may begin with @
                .setExecutionExceptionHandler((e, command, result) -> {
                    CommandException failure = CommandException.of(e);
                    command.getErr().println(failure.line());
                    return failure.exitCode().value();
                })
                .setParameterExceptionHandler((e, ignored) -> {
                    e.getCommandLine().getErr().println("helve: " + complaint(e));
                    return ExitCode.USAGE.value();
                });
        helve.getCommandSpec().version("helve " + version);
        return helve;
    }

    /** {@return what is wrong with the command line, and where the right usage is described} */
    public static String complaint(ParameterException e) {
        CommandLine command = e.getCommandLine();
        String message = e.getMessage();
        String words = message.startsWith("Error: ") ? message.substring("Error: ".length()) : message;
        return words + "; see " + command.getCommandSpec().qualifiedName() + " --help";
    }
}

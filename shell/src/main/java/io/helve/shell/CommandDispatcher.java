package io.helve.shell;

import io.helve.shell.cat.CatCommand;
import io.helve.shell.cat.CatProgram;
import io.helve.shell.copy.CopyCommand;
import io.helve.shell.copy.CopyProgram;
import io.helve.shell.copy.FileCopy;
import io.helve.shell.failure.CommandException;
import io.helve.shell.failure.ExitCode;
import io.helve.shell.failure.UsageMessage;
import io.helve.shell.perf.PerfCommand;
import io.helve.shell.perf.PerfRun;
import io.helve.shell.services.CommandServices;
import io.helve.shell.stats.StatsCommand;
import io.helve.shell.stdio.StandardOutput;
import io.helve.shell.stdio.StandardStreams;
import io.helve.shell.stream.EchoCommand;
import io.helve.shell.stream.NetcatCommand;
import io.helve.shell.terminal.Terminal;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/**
 * {@code helve} with all its commands, on the standard streams of the process.
 *
 * <p>The start of a command is most of its run time if it has little to do. So only the command that is named is built;
 * and {@code cat}, which has a parser of its own, and {@code copy} without options do without picocli.
 */
public final class CommandDispatcher {
    private static final List<String> COMMANDS =
            List.of("copy", "netcat", "echo", "cat", "perf", "stats", "shell", "help");

    private final CommandServices services;
    private final Callable<Integer> gogo;
    private final StandardOutput output = StandardOutput.ofProcess();
    private final StandardStreams standard = StandardStreams.ofProcess(output, Terminal.isInput());
    private final PrintWriter out = new PrintWriter(new OutputStreamWriter(output, charset()), true);
    private final Path directory = Path.of("").toAbsolutePath();

    /**
     * Creates the command line.
     *
     * @param services the services that the commands work with
     * @param gogo runs the Gogo shell and returns the exit code
     */
    public CommandDispatcher(CommandServices services, Callable<Integer> gogo) {
        this.services = services;
        this.gogo = gogo;
    }

    /** Runs a command line and returns the exit code. */
    public int run(String... arguments) {
        int code = execute(List.of(arguments));
        out.flush();
        return output.failure() == null ? code : report(CommandException.ofOutput(output.failure()));
    }

    private int execute(List<String> arguments) {
        String name = arguments.isEmpty() ? "" : arguments.get(0);
        List<String> rest = arguments.isEmpty() ? arguments : arguments.subList(1, arguments.size());
        try {
            if (name.equals("cat")) {
                Runnable help = () -> tree(List.of("cat")).execute("cat", "--help");
                return new CatProgram(services.sockets(), standard, directory, HelveVersion.get())
                        .run(rest, out, help)
                        .value();
            }
            if (name.equals("copy") && CopyProgram.isPlain(rest)) {
                new CopyProgram(services, standard, directory)
                        .run(rest.get(0), rest.get(1), FileCopy.Settings.defaults(), out);
                return ExitCode.OK.value();
            }
        } catch (Exception e) {
            return report(CommandException.of(e));
        }
        boolean alone = COMMANDS.contains(name) && !name.equals("help");
        return tree(alone ? List.of(name) : COMMANDS).execute(arguments.toArray(String[]::new));
    }

    /** {@return {@code helve} with all its commands} */
    public CommandLine tree() {
        return tree(COMMANDS);
    }

    private CommandLine tree(List<String> names) {
        CommandLine helve = new CommandLine(new RootCommand());
        helve.getCommandSpec().version("helve " + HelveVersion.get());
        names.forEach(name -> helve.addSubcommand(command(name)));
        return helve.setOut(out)
                .setExpandAtFiles(false) // a file name or a message may begin with @
                .setExecutionExceptionHandler((e, command, result) -> report(CommandException.of(e)))
                .setParameterExceptionHandler((e, ignored) -> {
                    System.err.println("helve: " + UsageMessage.complaint(e));
                    return ExitCode.USAGE.value();
                });
    }

    private Object command(String name) {
        return switch (name) {
            case "copy" -> new CopyCommand(new CopyProgram(services, standard, directory));
            case "netcat" -> new NetcatCommand(services, standard, directory);
            case "echo" -> new EchoCommand(services, directory);
            case "cat" -> CatCommand.commandLine(services.sockets(), standard, directory, HelveVersion.get());
            case "perf" ->
                PerfCommand.commandLine(new PerfRun(services, directory, Terminal.isError() ? System.err : null));
            case "stats" -> new StatsCommand(services);
            case "shell" -> new ShellCommand(gogo);
            default -> new HelpCommand();
        };
    }

    /**
     * Prints a failure and returns its exit code. A broken pipe is not printed, because the reader of standard output
     * has ended on purpose.
     */
    private static int report(CommandException failure) {
        if (failure.exitCode() != ExitCode.BROKEN_PIPE) {
            System.err.println(failure.line());
        }
        return failure.exitCode().value();
    }

    /** {@return the encoding of standard output, for which newer JDKs have a property} */
    private static Charset charset() {
        String name = System.getProperty("stdout.encoding", System.getProperty("native.encoding"));
        return name == null ? Charset.defaultCharset() : Charset.forName(name);
    }
}

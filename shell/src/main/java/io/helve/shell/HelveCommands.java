package io.helve.shell;

import io.helve.aio.AioFactory;
import io.helve.aio.AioStatistics;
import io.helve.file.AioFiles;
import io.helve.shell.cat.CatFailure;
import io.helve.shell.flow.StandardStreams;
import io.helve.stream.StreamStatistics;
import java.io.File;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.felix.service.command.CommandSession;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.RequireServiceComponentRuntime;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * The commands: in the Gogo shell as {@code helve:copy}, {@code helve:stats} and so on, on the command line through
 * {@link MainCommand}. When it is deactivated, commands at work are interrupted and have a moment to clean up.
 */
@RequireServiceComponentRuntime
@Component(
        service = HelveCommands.class,
        property = {
            "osgi.command.scope=helve",
            "osgi.command.function=copy",
            "osgi.command.function=netcat",
            "osgi.command.function=echoserver",
            "osgi.command.function=cat",
            "osgi.command.function=perf",
            "osgi.command.function=stats"
        })
public final class HelveCommands {
    private static final long CLEANUP_MILLIS = 5_000;

    private final BundleContext context;
    private final AioFactory factory;
    private final AioFiles files;
    private final Set<Thread> working = new HashSet<>(); // guarded by itself

    @Reference
    private volatile List<AioStatistics> statistics;

    @Reference
    private volatile List<StreamStatistics> streams;

    /** For Declarative Services. */
    @Activate
    public HelveCommands(BundleContext context, @Reference AioFactory factory, @Reference AioFiles files) {
        this.context = context;
        this.factory = factory;
        this.files = files;
    }

    /** {@code helve:copy} in Gogo. */
    public void copy(CommandSession session, String[] arguments) throws Exception {
        inGogo(new CommandLine(new CopyCommand(factory, files, directory(session))), arguments);
    }

    /** The session's directory; Gogo's own {@code cd} keeps it in a variable. */
    private static Path directory(CommandSession session) {
        Path directory = session.get("_cwd") instanceof File changed ? changed.toPath() : session.currentDir();
        return directory.toAbsolutePath();
    }

    /** {@code helve:netcat} in Gogo. */
    public void netcat(CommandSession session, String[] arguments) throws Exception {
        inGogo(
                new CommandLine(new NetcatCommand(
                        factory, LateService.streams(context), StandardStreams.ofSession(), directory(session))),
                arguments);
    }

    /** {@code helve:echoserver} in Gogo, which has an {@code echo} of its own that must not be hidden. */
    public void echoserver(CommandSession session, String[] arguments) throws Exception {
        inGogo(
                new CommandLine(new EchoCommand(factory, LateService.streams(context), directory(session)))
                        .setCommandName("echoserver"),
                arguments);
    }

    /** {@code helve:cat} in Gogo. */
    public void cat(CommandSession session, String[] arguments) throws Exception {
        inGogo(cat(StandardStreams.ofSession(), directory(session)), arguments);
    }

    private CommandLine cat(StandardStreams standard, Path directory) {
        return CatCommand.commandLine(
                LateService.sockets(context),
                standard,
                directory,
                context.getBundle().getVersion().toString());
    }

    /** {@code helve:perf} in Gogo. */
    public void perf(CommandSession session, String[] arguments) throws Exception {
        inGogo(perf(directory(session), null), arguments);
    }

    private CommandLine perf(Path directory, PrintStream terminal) {
        return PerfCommand.commandLine(new PerfRun(factory, LateService.sockets(context), directory, terminal));
    }

    /** {@code helve:stats} in Gogo. */
    public void stats(String[] arguments) throws Exception {
        inGogo(new CommandLine(new StatsCommand(statistics, streams)), arguments);
    }

    /** In Gogo a command fails with an exception, whose message the shell prints. */
    private void inGogo(CommandLine commandLine, String... arguments) throws Exception {
        Exception[] failure = new Exception[1];
        commandLine.setExpandAtFiles(false).setExecutionExceptionHandler((e, command, result) -> {
            failure[0] = e;
            return 1;
        });
        commandLine.setParameterExceptionHandler((e, ignored) -> {
            failure[0] = new IllegalArgumentException(complaint(e));
            return 2;
        });
        execute(commandLine, arguments);
        if (failure[0] != null) {
            throw failure[0];
        }
    }

    /** {@code helve} on the command line; returns the exit code. */
    int run(Path directory, String... arguments) {
        StandardStreams standard = StandardStreams.ofProcess(Terminal.isInput());
        CommandLine commandLine = new CommandLine(new HelveCommand())
                .addSubcommand(new CopyCommand(factory, files, directory))
                .addSubcommand(new NetcatCommand(factory, LateService.streams(context), standard, directory))
                .addSubcommand(new EchoCommand(factory, LateService.streams(context), directory))
                .addSubcommand(cat(standard, directory))
                .addSubcommand(perf(directory, Terminal.isError() ? System.err : null))
                .addSubcommand(new StatsCommand(statistics, streams))
                .addSubcommand(new ShellCommand(context))
                .setExpandAtFiles(false) // a name, or a message, may begin with @
                .setExecutionExceptionHandler((e, command, result) -> {
                    command.getErr().println((e instanceof CatFailure ? "" : "helve: ") + Failure.message(e));
                    return Failure.exitCode(e);
                })
                .setParameterExceptionHandler((e, ignored) -> {
                    PrintWriter err = e.getCommandLine().getErr();
                    err.println("helve: " + complaint(e));
                    return Failure.USAGE;
                });
        commandLine.getCommandSpec().version("helve " + context.getBundle().getVersion());
        return execute(commandLine, arguments);
    }

    private static String complaint(ParameterException e) {
        CommandLine command = e.getCommandLine();
        String message = e.getMessage();
        String words = message.startsWith("Error: ") ? message.substring("Error: ".length()) : message;
        return words + "; see " + command.getCommandSpec().qualifiedName() + " --help";
    }

    private int execute(CommandLine commandLine, String... arguments) {
        Thread self = Thread.currentThread();
        synchronized (working) {
            working.add(self);
        }
        try {
            return commandLine.execute(arguments);
        } finally {
            synchronized (working) {
                working.remove(self);
                working.notifyAll();
            }
        }
    }

    @Deactivate
    void stop() {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLEANUP_MILLIS);
        synchronized (working) {
            working.remove(Thread.currentThread());
            working.forEach(Thread::interrupt);
            try {
                for (long left = CLEANUP_MILLIS; !working.isEmpty() && left > 0; ) {
                    working.wait(left);
                    left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

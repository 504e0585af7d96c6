package io.helve.shell.osgi;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.AioFactory;
import io.helve.aio.AioStatistics;
import io.helve.file.AioFiles;
import io.helve.shell.CommandDispatcher;
import io.helve.shell.HelveVersion;
import io.helve.shell.cat.CatCommand;
import io.helve.shell.copy.CopyCommand;
import io.helve.shell.copy.CopyProgram;
import io.helve.shell.failure.UsageMessage;
import io.helve.shell.perf.PerfCommand;
import io.helve.shell.perf.PerfRun;
import io.helve.shell.services.CommandServices;
import io.helve.shell.services.LateService;
import io.helve.shell.stats.StatsCommand;
import io.helve.shell.stdio.StandardStreams;
import io.helve.shell.stream.EchoCommand;
import io.helve.shell.stream.NetcatCommand;
import io.helve.sp.SpSockets;
import io.helve.stream.StreamFactory;
import io.helve.stream.StreamStatistics;
import java.io.File;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.apache.felix.service.command.CommandSession;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.RequireServiceComponentRuntime;
import picocli.CommandLine;

/**
 * The commands in a framework: {@code helve:copy}, {@code helve:stats} and so on in Gogo, and
 * {@link CommandLineService} for a launcher. Deactivation interrupts running commands and gives them 5 s to clean up.
 */
@RequireServiceComponentRuntime
@Component(
        service = GogoCommands.class,
        property = {
            "osgi.command.scope=helve",
            "osgi.command.function=copy",
            "osgi.command.function=netcat",
            "osgi.command.function=echoserver",
            "osgi.command.function=cat",
            "osgi.command.function=perf",
            "osgi.command.function=stats"
        })
public final class GogoCommands implements CommandServices {
    private static final long CLEANUP_MILLIS = 5_000;

    private final BundleContext context;
    private final AioFactory factory;
    private final AioFiles files;
    /** The threads that run a command. */
    @GuardedBy("working")
    private final Set<Thread> working = new HashSet<>();

    @Reference
    private volatile List<AioStatistics> statistics;

    @Reference
    private volatile List<StreamStatistics> streams;

    /** For Declarative Services. */
    @Activate
    public GogoCommands(BundleContext context, @Reference AioFactory factory, @Reference AioFiles files) {
        this.context = context;
        this.factory = factory;
        this.files = files;
    }

    @Override
    public AioFactory factory() {
        return factory;
    }

    @Override
    public AioFiles files() {
        return files;
    }

    @Override
    public LateService<StreamFactory> streams() {
        return TrackedService.streams(context);
    }

    @Override
    public LateService<SpSockets> sockets() {
        return TrackedService.sockets(context);
    }

    @Override
    public List<AioStatistics> pools() {
        return statistics;
    }

    @Override
    public List<StreamStatistics> networks() {
        return streams;
    }

    /** {@code helve:copy} in Gogo. */
    public void copy(CommandSession session, String[] arguments) throws Exception {
        inGogo(
                new CommandLine(
                        new CopyCommand(new CopyProgram(this, StandardStreams.ofSession(), directory(session)))),
                arguments);
    }

    /** Returns the session's directory, which Gogo's own {@code cd} keeps in a variable. */
    private static Path directory(CommandSession session) {
        Path directory = session.get("_cwd") instanceof File changed ? changed.toPath() : session.currentDir();
        return directory.toAbsolutePath();
    }

    /** {@code helve:netcat} in Gogo. */
    public void netcat(CommandSession session, String[] arguments) throws Exception {
        inGogo(new CommandLine(new NetcatCommand(this, StandardStreams.ofSession(), directory(session))), arguments);
    }

    /** {@code helve:echoserver} in Gogo: a command named {@code echo} would hide Gogo's own. */
    public void echoserver(CommandSession session, String[] arguments) throws Exception {
        inGogo(new CommandLine(new EchoCommand(this, directory(session))).setCommandName("echoserver"), arguments);
    }

    /** {@code helve:cat} in Gogo. */
    public void cat(CommandSession session, String[] arguments) throws Exception {
        inGogo(
                CatCommand.commandLine(sockets(), StandardStreams.ofSession(), directory(session), HelveVersion.get()),
                arguments);
    }

    /** {@code helve:perf} in Gogo. */
    public void perf(CommandSession session, String[] arguments) throws Exception {
        inGogo(PerfCommand.commandLine(new PerfRun(this, directory(session), null)), arguments);
    }

    /** {@code helve:stats} in Gogo. */
    public void stats(String[] arguments) throws Exception {
        inGogo(new CommandLine(new StatsCommand(this)), arguments);
    }

    /** Runs a command for Gogo, where a command fails with an exception whose message Gogo prints. */
    private void inGogo(CommandLine commandLine, String... arguments) throws Exception {
        Exception[] failure = new Exception[1];
        commandLine.setExpandAtFiles(false).setExecutionExceptionHandler((e, command, result) -> {
            failure[0] = e;
            return 1;
        });
        commandLine.setParameterExceptionHandler((e, ignored) -> {
            failure[0] = new IllegalArgumentException(UsageMessage.complaint(e));
            return 2;
        });
        execute(() -> commandLine.execute(arguments));
        if (failure[0] != null) {
            throw failure[0];
        }
    }

    /** Runs {@code helve} on the command line and returns the exit code. */
    int run(String... arguments) {
        return execute(() -> new CommandDispatcher(this, new GogoShell(context)).run(arguments));
    }

    private int execute(IntSupplier command) {
        Thread self = Thread.currentThread();
        synchronized (working) {
            working.add(self);
        }
        try {
            return command.getAsInt();
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

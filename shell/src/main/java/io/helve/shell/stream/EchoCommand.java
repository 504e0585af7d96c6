package io.helve.shell.stream;

import io.helve.internal.PrintableText;
import io.helve.shell.failure.CommandException;
import io.helve.shell.services.CommandServices;
import io.helve.shell.text.ByteSize;
import io.helve.shell.text.TimeSpan;
import io.helve.shell.tls.EndpointRole;
import io.helve.stream.StreamFactory;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code helve echo}: the options and the summary around an {@link Echo}. */
@Command(
        name = "echo",
        header = "Sends all data back to the peer that has sent it, for any number of peers, until it is interrupted.",
        abbreviateSynopsis = true,
        sortOptions = false,
        description = {
            "",
            "URLs are tcp://HOST:PORT, tls+tcp://HOST:PORT, ipc:///PATH (or unix), abstract://NAME, ws://HOST:PORT/PATH,"
                    + " wss://HOST:PORT/PATH and udp://HOST:PORT. The host may be * and the port 0.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "1:an error ended the command",
            "2:wrong usage",
            "3:listening at the URL failed",
            "130:interrupted (Ctrl-C): the usual way to end the command"
        })
public final class EchoCommand implements Callable<Integer> {
    private static final long BUFFER_MAX = 16 << 20;
    private static final int DEPTH_MAX = 64;

    @Spec
    private CommandSpec spec;

    @Option(names = "--listen", paramLabel = "URL", required = true, description = "the URL to listen at")
    private String listen;

    @Option(
            names = "--connections-max",
            paramLabel = "N",
            description = "the largest number of open connections; further peers wait (default: no limit)")
    private int connectionsMax = Integer.MAX_VALUE;

    @Option(
            names = "--depth",
            paramLabel = "N",
            defaultValue = "2",
            description = "the number of handles for each connection, up to 64 (default: ${DEFAULT-VALUE})")
    private int depth;

    @Option(
            names = "--buffer",
            paramLabel = "SIZE",
            defaultValue = "16k",
            converter = ByteSize.class,
            description = "the number of bytes that one handle moves at a time, up to 16M (default: ${DEFAULT-VALUE})")
    private long buffer;

    @Option(
            names = {"-q", "--quiet"},
            description = "print neither the URL nor the summary")
    private boolean quiet;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    private boolean help;

    @Mixin
    private StreamFlags flags;

    private final CommandServices services;
    private final Path directory;

    /** Creates the command. */
    public EchoCommand(CommandServices services, Path directory) {
        this.services = services;
        this.directory = directory;
    }

    @Override
    public Integer call() throws Exception {
        check(connectionsMax >= 1, "--connections-max must be 1 at least");
        check(depth >= 1 && depth <= DEPTH_MAX, "--depth must be 1 to " + DEPTH_MAX);
        check(buffer >= 1 && buffer <= BUFFER_MAX, "--buffer must be 1 to 16M");
        try {
            services.streams().use(this::run);
            return 0;
        } catch (InterruptedException e) {
            return CommandException.of(e).exitCode().value();
        }
    }

    private void run(StreamFactory service) throws Exception {
        EchoCounters counters = new EchoCounters();
        Echo echo = new Echo(
                services.factory(),
                service,
                endpoint -> {
                    try {
                        flags.apply(endpoint, directory, EndpointRole.LISTENER);
                    } catch (IllegalArgumentException e) {
                        throw new ParameterException(spec.commandLine(), e.getMessage(), e);
                    }
                },
                new Echo.Settings(connectionsMax, depth, (int) buffer),
                counters);
        long[] begin = new long[1];
        try {
            echo.serve(listen, url -> {
                begin[0] = System.nanoTime();
                say("listening at " + url);
            });
        } finally {
            if (begin[0] != 0) {
                say(summary(counters, System.nanoTime() - begin[0]));
            }
        }
    }

    private void say(String text) {
        if (!quiet) {
            spec.commandLine().getOut().println(PrintableText.of(text));
            spec.commandLine().getOut().flush();
        }
    }

    static String summary(EchoCounters counters, long nanos) {
        return String.format(
                Locale.ROOT,
                "echoed %d bytes (%s) and %d messages over %d connections in %s, %d errors",
                counters.bytes(),
                ByteSize.format(counters.bytes()),
                counters.messages(),
                counters.connections(),
                TimeSpan.format(nanos),
                counters.errors());
    }

    private void check(boolean condition, String message) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }
}

package io.helve.shell.perf;

import io.helve.shell.services.CommandServices;
import io.helve.shell.tls.EndpointRole;
import io.helve.sp.SpEndpoint;
import io.helve.stream.StreamOptions;
import io.helve.stream.TlsConfig;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * Runs a test of {@code helve perf} with the options of its command line.
 *
 * @param services the services to work with
 * @param directory the directory that relative paths start from
 * @param terminal shows the progress, or null
 */
public record PerfRun(CommandServices services, Path directory, PrintStream terminal) {
    private static final int MOST = 1_000_000_000;

    void with(CommandLine command, PerfProgram program, PerfFlags flags, String url, int size, int count)
            throws Exception {
        check(command, size >= 0 && size <= MOST, "MSG-SIZE must be 0 to " + MOST);
        check(command, count >= 1 && count <= MOST, "COUNT must be 1 to " + MOST);
        check(command, program.isLatency() || !flags.isForLatencyOnly(), "--reqrep0 and --bus0 are for latency only");
        Consumer<SpEndpoint> ofListener = secured(command, flags, EndpointRole.LISTENER);
        Consumer<SpEndpoint> ofDialer = secured(command, flags, EndpointRole.DIALER);
        PerfSettings settings = new PerfSettings(flags.listening(), flags.dialing(), url, size, count);
        PerfLine line = new PerfLine(terminal, count, System::nanoTime);
        services.sockets().use(service -> {
            PerfResult result;
            try {
                Measurements perf =
                        new Measurements(ofListener, ofDialer, services.factory(), service, settings, line::at);
                result = program.run(perf, actual -> listening(command, url, actual));
            } finally {
                line.clear();
            }
            if (result != null) {
                print(command.getOut(), result);
            }
        });
    }

    private Consumer<SpEndpoint> secured(CommandLine command, PerfFlags flags, EndpointRole role) {
        return endpoint -> {
            TlsConfig config;
            try {
                config = flags.tls().config(directory, role);
            } catch (IllegalArgumentException e) {
                throw new ParameterException(command, e.getMessage(), e);
            }
            if (config != null) {
                endpoint.set(StreamOptions.TLS, config);
            }
        };
    }

    /** Prints the actual URL if it differs from the given URL, since the user must then learn the port. */
    private static void listening(CommandLine command, String url, String actual) {
        if (!actual.equals(url)) {
            command.getErr().println("listening at " + actual);
            command.getErr().flush();
        }
    }

    private static void print(PrintWriter out, PerfResult result) {
        result.lines().forEach(out::println);
        out.flush();
    }

    private static void check(CommandLine command, boolean condition, String message) {
        if (!condition) {
            throw new ParameterException(command, message);
        }
    }
}

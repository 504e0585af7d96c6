package io.helve.shell.stream;

import io.helve.internal.PrintableText;
import io.helve.shell.services.CommandServices;
import io.helve.shell.stdio.StandardStreams;
import io.helve.shell.terminal.Terminal;
import io.helve.shell.text.ByteSize;
import io.helve.shell.text.TimeSpan;
import io.helve.shell.tls.EndpointRole;
import io.helve.stream.StreamFactory;
import io.helve.stream.StreamUrl;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code helve netcat}: the options of a {@link Netcat}, and its messages on standard error. */
@Command(
        name = "netcat",
        header = "Connects standard input and output with a peer, over any scheme of byte streams.",
        abbreviateSynopsis = true,
        sortOptions = false,
        description = {
            "",
            "URLs are tcp://HOST:PORT, tls+tcp://HOST:PORT, ipc:///PATH (or unix), abstract://NAME, ws://HOST:PORT/PATH,"
                    + " wss://HOST:PORT/PATH and udp://HOST:PORT. To listen, the host may be * and the port 0.",
            "",
            "When standard input ends, netcat shuts down its sending side and still receives until the peer has shut down"
                    + " its own. When the peer does so first, netcat goes on sending until standard input ends, unless"
                    + " standard input is a terminal. Over ws, wss and udp each block of standard input is one message, and"
                    + " a connection cannot be shut down in one direction: netcat ends when no data has moved for a second"
                    + " after the end of standard input (see --quit-after). A udp listener sends to the peer that has sent"
                    + " the last datagram.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:both sides have shut down the connection",
            "1:standard input or output failed",
            "2:wrong usage",
            "3:no connection: refused, not found, not trusted, no answer, or listening at the URL failed",
            "4:the connection was lost",
            "5:no data has moved for the time of --idle-timeout",
            "130:interrupted (Ctrl-C)"
        })
public final class NetcatCommand implements Callable<Integer> {
    private static final long BLOCK_MAX = 16 << 20;

    @Spec
    private CommandSpec spec;

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Place place;

    /** The address of the peer. */
    static final class Place {
        @Option(names = "--dial", paramLabel = "URL", description = "connect to this URL")
        private String dial;

        @Option(names = "--listen", paramLabel = "URL", description = "listen at this URL and serve the first peer")
        private String listen;

        private String url() {
            return dial == null ? listen : dial;
        }
    }

    @Option(
            names = {"-k", "--keep-open"},
            description = "when a connection has ended, serve the next one; one peer is served at a time")
    private boolean keepOpen;

    @Option(
            names = {"-d", "--receive-only"},
            description = "do not read standard input; end when the peer has shut down its sending side")
    private boolean receiveOnly;

    @Option(
            names = "--lines",
            description =
                    "send each line of standard input, without its line end, as one message, and print each received message as a"
                            + " line")
    private boolean lines;

    @Option(
            names = "--block",
            paramLabel = "SIZE",
            converter = ByteSize.class,
            description = "the largest number of bytes sent at a time (default: 64k; 1400 over udp)")
    private Long block;

    @Option(
            names = {"-q", "--quit-after"},
            paramLabel = "TIME",
            converter = TimeSpan.class,
            description =
                    "after one side has shut down, end when no data has moved for this time, such as 500ms or 2s (default:"
                            + " 1s over ws, wss and udp, otherwise never)")
    private Duration quitAfter;

    @Option(
            names = {"-w", "--idle-timeout"},
            paramLabel = "TIME",
            converter = TimeSpan.class,
            description = "give up when no data has moved for this time")
    private Duration idleTimeout;

    @Option(
            names = "--progress",
            description = "show the number of bytes moved, on the terminal while they move, and at the end in any case")
    private boolean progress;

    @Option(
            names = {"-v", "--verbose"},
            description = "print addresses, transport, TLS version, cipher and certificate of the peer")
    private boolean verbose;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    private boolean help;

    @Mixin
    private StreamFlags flags;

    private final CommandServices services;
    private final StandardStreams standard;
    private final Path directory;

    /** Creates the command. */
    public NetcatCommand(CommandServices services, StandardStreams standard, Path directory) {
        this.services = services;
        this.standard = standard;
        this.directory = directory;
    }

    @Override
    public Integer call() throws Exception {
        check(!keepOpen || place.listen != null, "--keep-open goes with --listen only");
        check(block == null || block >= 1 && block <= BLOCK_MAX, "--block must be 1 to 16M");
        check(idleTimeout == null || !idleTimeout.isZero(), "--idle-timeout must be more than 0");
        services.streams().use(this::run);
        return 0;
    }

    private void run(StreamFactory service) throws Exception {
        TrafficLine line = progress && Terminal.isError() ? new TrafficLine(System.err, System::nanoTime) : null;
        ByteTotals traffic = new ByteTotals(line == null ? (sent, received) -> {} : line);
        Netcat netcat = new Netcat(
                services.factory(),
                service,
                endpoint -> {
                    try {
                        flags.apply(
                                endpoint, directory, place.dial != null ? EndpointRole.DIALER : EndpointRole.LISTENER);
                    } catch (IllegalArgumentException e) {
                        throw new ParameterException(spec.commandLine(), e.getMessage(), e);
                    }
                },
                standard,
                new Netcat.Settings(block == null ? 0 : block.intValue(), lines, receiveOnly, quitAfter, idleTimeout),
                traffic,
                new Report(line));
        long begin = System.nanoTime();
        try {
            if (place.dial != null) {
                netcat.dial(place.dial);
            } else if (keepOpen) {
                netcat.listenForAll(place.listen);
            } else {
                netcat.listen(place.listen);
            }
        } catch (InterruptedException e) {
            throw new InterruptedException(place.url() + ": interrupted");
        } finally {
            if (line != null) {
                line.clear();
            }
            if (progress) {
                System.err.println("helve: " + summary(traffic, System.nanoTime() - begin));
            }
        }
    }

    static String summary(ByteTotals traffic, long nanos) {
        double seconds = Math.max(1e-9, nanos / 1e9);
        return String.format(
                Locale.ROOT,
                "sent %d bytes (%s/s), received %d bytes (%s/s) in %s",
                traffic.sent(),
                ByteSize.format(traffic.sent() / seconds),
                traffic.received(),
                ByteSize.format(traffic.received() / seconds),
                TimeSpan.format(nanos));
    }

    private void check(boolean condition, String message) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }

    /** Prints events on standard error. */
    private final class Report implements Netcat.Log {
        private final TrafficLine line;

        Report(TrafficLine line) {
            this.line = line;
        }

        /** Prints the actual URL if it differs from the given URL, since the user must then learn the port. */
        @Override
        public void listening(StreamUrl url) {
            if (verbose || !url.equals(StreamUrl.parse(place.listen))) {
                say("listening at " + url);
            }
        }

        @Override
        public void detail(String text) {
            if (verbose) {
                say(text);
            }
        }

        private void say(String text) {
            if (line != null) {
                line.clear();
            }
            System.err.println("helve: " + PrintableText.of(text));
        }
    }
}

package io.helve.shell.perf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.AioRuntime;
import io.helve.aio.AioStatistics;
import io.helve.message.Message;
import io.helve.shell.failure.CommandException;
import io.helve.shell.failure.ExitCode;
import io.helve.shell.standalone.StandaloneServices;
import io.helve.sp.SpOptions;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpSockets;
import io.helve.sp.SpStatistics;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The six tests, each against its other side or against a socket that speaks as nng's perf does. */
@Timeout(180)
class PerfCommandTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Pattern LATENCY = Pattern.compile("total time: \\d+\\.\\d{3} \\[s\\]\n"
            + "message size: (\\d+) \\[B\\]\n"
            + "round trip count: (\\d+)\n"
            + "average latency: \\d+\\.\\d{3} \\[us\\]\n");
    private static final Pattern THROUGHPUT = Pattern.compile("total time: \\d+\\.\\d{3} \\[s\\]\n"
            + "message size: (\\d+) \\[B\\]\n"
            + "message count: (\\d+)\n"
            + "throughput: \\d+ \\[msg/s\\]\n"
            + "throughput: \\d+\\.\\d{3} \\[Mb/s\\]\n");

    private final AioRuntime runtime = AioRuntime.open();
    private final SpSockets sockets = runtime.service(SpSockets.class);

    /** How a command has ended. */
    private record Ending(int code, String out, String err) {}

    @AfterEach
    void nothingIsLeft() {
        assertEquals(List.of(), runtime.service(SpStatistics.class).snapshot().children(), "open sockets");
        runtime.close();
        var total = runtime.service(AioStatistics.class).snapshot().total();
        assertEquals(0, total.open() + total.inProgress());
    }

    private Ending run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        PerfRun run = new PerfRun(new StandaloneServices(() -> runtime), Path.of(""), null);
        CommandLine perf = PerfCommand.commandLine(run)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setParameterExceptionHandler((e, ignored) -> {
                    err.append(e.getMessage());
                    return ExitCode.USAGE.value();
                })
                .setExecutionExceptionHandler((e, command, result) -> {
                    err.append(CommandException.of(e).getMessage());
                    return CommandException.of(e).exitCode().value();
                });
        return new Ending(
                perf.execute(arguments), out.toString().replace(System.lineSeparator(), "\n"), err.toString());
    }

    private CompletableFuture<Ending> start(String... arguments) {
        return CompletableFuture.supplyAsync(() -> run(arguments));
    }

    /** A remote side, started again until the local one listens. */
    private Ending runWhenThere(String... arguments) {
        return Awaitility.await().atMost(SOON).until(() -> run(arguments), ending -> ending.code() != 3);
    }

    private static void assertMeasured(Pattern lines, int size, int count, Ending ending) {
        assertEquals(0, ending.code(), ending.toString());
        var matcher = lines.matcher(ending.out());
        assertTrue(matcher.matches(), ending.out());
        assertEquals(List.of("" + size, "" + count), List.of(matcher.group(1), matcher.group(2)));
    }

    private static Ending end(CompletableFuture<Ending> running) throws Exception {
        return running.get(60, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--pair1", "--pair0", "--reqrep0", "--bus0"})
    void theLatencyOfTwoSides(String protocol) throws Exception {
        CompletableFuture<Ending> local = start("local_lat", protocol, "inproc://lat", "64", "1000");
        Ending remote = runWhenThere("remote_lat", protocol, "inproc://lat", "64", "1000");
        assertMeasured(LATENCY, 64, 1000, remote);
        assertEquals(new Ending(0, "", ""), end(local));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--pair1", "--pair0"})
    void theThroughputOfTwoSides(String protocol) throws Exception {
        CompletableFuture<Ending> local = start("local_thr", protocol, "inproc://thr", "1000", "20000");
        Ending remote = runWhenThere("remote_thr", protocol, "inproc://thr", "1000", "20000");
        assertEquals(new Ending(0, "", ""), remote);
        assertMeasured(THROUGHPUT, 1000, 20000, end(local));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--pair1", "--pair0", "--reqrep0", "--bus0"})
    void theLatencyInOneProcess(String protocol) {
        assertMeasured(LATENCY, 0, 5000, run("inproc_lat", protocol, "0", "5000"));
    }

    @Test
    void theThroughputInOneProcess() {
        assertMeasured(THROUGHPUT, 2_000_000, 100, run("inproc_thr", "2000000", "100"));
        assertMeasured(THROUGHPUT, 1, 1, run("inproc_thr", "--pair0", "1", "1", "--url=inproc://other"));
    }

    @Test
    void theNamesOfNanomsgAreKnown() throws Exception {
        CompletableFuture<Ending> local = start("latency_server", "inproc://lat", "1", "10");
        assertMeasured(LATENCY, 1, 10, runWhenThere("latency_client", "inproc://lat", "1", "10"));
        assertEquals(0, end(local).code());
    }

    @Test
    void thePeerIsTakenForItsWordAndEndsAsNngDoes() throws Exception {
        try (SpSocket peer = sockets.open(SpProtocol.PAIR1).set(SpOptions.RECEIVE_TIMEOUT, SOON)) {
            peer.listen("inproc://thr");
            CompletableFuture<Ending> remote = start("remote_thr", "inproc://thr", "3", "2");
            for (int length : new int[] {0, 3, 3, 3}) { // one to begin, and one too many
                assertEquals(length, peer.receive().length());
            }
            assertEquals(null, peer.tryReceive());
            peer.send(sockets.messages().alloc());
            assertEquals(new Ending(0, "", ""), end(remote));
        }
    }

    @Test
    void aReceiverThatHasAllItWantsMayGo() throws Exception {
        SpSocket peer = sockets.open(SpProtocol.PAIR1).set(SpOptions.RECEIVE_TIMEOUT, SOON);
        peer.listen("inproc://thr");
        CompletableFuture<Ending> remote = start("remote_thr", "inproc://thr", "3", "1");
        peer.receive();
        peer.receive();
        peer.close();
        assertEquals(new Ending(0, "", ""), end(remote));
    }

    @Test
    void aPeerThatGoesBeforeTheEndIsNoReasonToHang() throws Exception {
        SpSocket peer = sockets.open(SpProtocol.PAIR1).set(SpOptions.RECEIVE_TIMEOUT, SOON);
        peer.listen("inproc://lat");
        CompletableFuture<Ending> remote = start("remote_lat", "inproc://lat", "3", "5");
        Message question = peer.receive();
        assertEquals(3, question.length());
        peer.close();
        Ending ending = end(remote);
        assertEquals(4, ending.code());
        assertTrue(ending.err().startsWith("inproc://lat: the peer has gone before the end"), ending.err());
    }

    @Test
    void bothSidesMustAgreeOnTheSize() throws Exception {
        CompletableFuture<Ending> local = start("local_lat", "inproc://lat", "64", "10");
        assertEquals(4, runWhenThere("remote_lat", "inproc://lat", "65", "10").code());
        assertEquals(new Ending(1, "", "wrong message size: 65 != 64"), end(local));
    }

    @Test
    void nobodyListening() {
        Ending ending = run("remote_lat", "inproc://nobody", "1", "1");
        assertEquals(ExitCode.CONNECT.value(), ending.code());
        assertEquals("inproc://nobody: dial: connection refused; nobody listens there", ending.err());
    }

    @Test
    void wrongUsage() {
        assertUsage("which test?");
        assertUsage("COUNT must be 1 to 1000000000", "inproc_lat", "1", "0");
        assertUsage("MSG-SIZE must be 0 to 1000000000", "inproc_lat", "-1", "1");
        assertUsage("--reqrep0 and --bus0 are for latency only", "inproc_thr", "--bus0", "1", "1");
        assertUsage("Missing required parameter: 'COUNT'", "local_lat", "inproc://x", "1");
        assertUsage("--key and --key-password-file need --cert", "inproc_lat", "--key=x", "1", "1");
    }

    private void assertUsage(String message, String... arguments) {
        Ending ending = run(arguments);
        assertEquals(2, ending.code(), ending.toString());
        assertEquals(message, ending.err());
    }

    @Test
    void helpShowsTheTests() {
        Ending ending = run("--help");
        assertEquals(0, ending.code());
        for (PerfProgram program : PerfProgram.values()) {
            assertTrue(ending.out().contains(program.programName()), ending.out());
            assertTrue(run(program.programName(), "--help").out().contains(program.header()));
        }
    }
}

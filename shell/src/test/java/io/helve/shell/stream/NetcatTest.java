package io.helve.shell.stream;

import static io.helve.testkit.Await.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioFactory;
import io.helve.aio.AioRuntime;
import io.helve.shell.failure.CommandException;
import io.helve.shell.failure.ExitCode;
import io.helve.shell.stdio.StandardStreams;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamUrl;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetcatTest {
    private static final String BYTES = "mem://there";
    private static final String MESSAGES = "msg://there";

    private final AioRuntime runtime = AioRuntime.open();
    private final AioFactory factory = runtime.factory();
    private final FakeNetwork network = new FakeNetwork();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteTotals traffic = new ByteTotals((sent, received) -> {});
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final PipedOutputStream typed = new PipedOutputStream();

    private InputStream in = text("");
    private OutputStream standardOutput = out;
    private boolean terminal;
    private boolean lines;
    private boolean receiveOnly;
    private Duration quitAfter;
    private Duration idleTimeout;
    private Thread thread;

    @AfterEach
    void nothingIsLeft() throws IOException {
        typed.close();
        // the peer's thread may be closing its own at this moment
        await().until(() -> runtime.snapshot().total().open() == 0);
        runtime.close();
        assertEquals(Set.of(), network.open());
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(other -> other.getName().matches("helve-(stream|sink)")));
    }

    @Test
    void sendsTheInputAndThenItsEndAndReceivesUntilThePeerEnds() throws Exception {
        in = text("question");
        FutureTask<Void> netcat = dialed(BYTES, peer -> {
            assertEquals("question", peer.receiveAll());
            peer.send("ans");
            peer.send("wer");
            peer.shutdown();
        });

        finish(netcat);

        assertEquals("answer", out.toString(UTF_8));
        assertEquals(8, traffic.sent());
        assertEquals(6, traffic.received());
        assertTrue(log.contains("unnamed to unnamed, fake"), log.toString());
    }

    @Test
    void manyBlocksStayInOrder() throws Exception {
        byte[] bytes = new byte[5 << 20];
        new Random(1).nextBytes(bytes);
        in = new ByteArrayInputStream(bytes);
        ByteArrayOutputStream arrived = new ByteArrayOutputStream();
        FutureTask<Void> netcat = dialed(BYTES, peer -> {
            ByteBuffer buffer = ByteBuffer.allocate(100_000);
            for (int i = 0; i < bytes.length; i += buffer.limit()) {
                buffer.clear();
                TestPeer.run(factory, aio -> {
                    aio.setIov(buffer);
                    peer.stream.receive(aio);
                });
                arrived.write(buffer.flip().array(), 0, buffer.limit());
                ByteBuffer back = buffer.duplicate();
                TestPeer.run(factory, aio -> {
                    aio.setIov(back);
                    peer.stream.send(aio);
                });
            }
            assertNull(peer.receive());
            peer.shutdown();
        });

        finish(netcat);

        assertArrayEquals(bytes, arrived.toByteArray());
        assertArrayEquals(bytes, out.toByteArray());
    }

    @Test
    void whatIsTypedGoesOutAtOnce() throws Exception {
        in = new PipedInputStream(typed);
        FutureTask<Void> netcat = dialed(BYTES, peer -> {
            type("first\n");
            assertEquals("first\n", peer.receive());
            type("second\n");
            assertEquals("second\n", peer.receive());
            peer.shutdown();
            typed.close();
            assertNull(peer.receive());
        });

        finish(netcat);
    }

    @Test
    void afterThePeersEndTheRestOfTheInputIsSent() throws Exception {
        in = new PipedInputStream(typed);
        FutureTask<Void> netcat = dialed(BYTES, peer -> {
            peer.shutdown();
            type("late");
            assertEquals("late", peer.receive());
            typed.close();
            assertNull(peer.receive());
        });

        finish(netcat);
    }

    @Test
    void aTerminalNeedNotEnd() throws Exception {
        terminal = true;
        in = new PipedInputStream(typed);
        FutureTask<Void> netcat = dialed(BYTES, peer -> {
            peer.send("bye");
            peer.shutdown();
            assertNull(peer.receive());
        });

        finish(netcat);

        assertEquals("bye", out.toString(UTF_8));
    }

    @Test
    void messagesEndForBothSidesAtOnce() throws Exception {
        in = new PipedInputStream(typed);
        FutureTask<Void> netcat = dialed(MESSAGES, peer -> {
            peer.shutdown();
            assertNull(peer.receive());
        });

        finish(netcat);
    }

    @Test
    void whereOurEndIsThePeersTooItWaitsForAnswers() throws Exception {
        quitAfter = Duration.ofSeconds(2);
        in = text("question");
        FutureTask<Void> netcat = dialed(MESSAGES, peer -> {
            assertEquals("question", peer.receive());
            peer.send("answer");
            assertNull(peer.receive());
        });

        finish(netcat);

        assertEquals("answer", out.toString(UTF_8));
    }

    @Test
    void receiveOnlyLeavesTheInputAlone() throws Exception {
        receiveOnly = true;
        in = text("not for you");
        FutureTask<Void> netcat = dialed(BYTES, peer -> {
            peer.send("some");
            peer.shutdown();
            assertEquals("", peer.receiveAll());
        });

        finish(netcat);

        assertEquals("some", out.toString(UTF_8));
        assertEquals('n', in.read());
    }

    @Test
    void linesAreMessages() throws Exception {
        lines = true;
        in = text("one\n\nthree\nwithout end");
        FutureTask<Void> netcat = dialed(MESSAGES, peer -> {
            assertEquals("one", peer.receive());
            assertEquals("", peer.receive());
            assertEquals("three", peer.receive());
            assertEquals("without end", peer.receive());
            peer.send("a");
            peer.send("b");
            peer.shutdown();
        });

        finish(netcat);

        assertEquals("a\nb\n", out.toString(UTF_8));
    }

    @Test
    void bytesHaveNoLines() throws Exception {
        lines = true;
        FutureTask<Void> netcat = dialed(BYTES, peer -> {});

        assertFails(ExitCode.USAGE, "mem://there: moves bytes, not messages; leave out --lines", netcat);
    }

    @Test
    void nobodyThere() {
        assertFails(
                ExitCode.CONNECT,
                "mem://there: could not connect: connection refused; nobody listens there",
                start(() -> netcat().dial(BYTES)));
    }

    @Test
    void unknownSchemes() {
        assertFails(
                ExitCode.USAGE,
                "tcp://a:1: there is nothing here for such a URL; there is mem, msg, udp",
                start(() -> netcat().dial("tcp://a:1")));
    }

    @Test
    void notAUrl() {
        assertFails(
                ExitCode.USAGE,
                "a:1: is not usable: the URL a:1 must begin with a scheme, such as tcp://",
                start(() -> netcat().dial("a:1")));
    }

    @Test
    void anAddressInUse() throws Exception {
        StreamListener first = network.listener(BYTES);
        first.listen();
        try {
            assertFails(
                    ExitCode.CONNECT,
                    "mem://there: could not listen: the address is in use",
                    start(() -> netcat().listen(BYTES)));
        } finally {
            first.close();
        }
    }

    @Test
    void aLostConnection() throws Exception {
        in = new PipedInputStream(typed);
        FutureTask<Void> netcat = dialed(BYTES, peer -> {
            peer.send("so far");
            await().until(() -> out.size() == 6);
            peer.stream.reset();
        });

        assertFails(ExitCode.LOST, "mem://there: receiving failed: the peer has reset the connection", netcat);
        assertEquals("so far", out.toString(UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Broken pipe             | BROKEN_PIPE | standard output: nobody reads it any more",
                "No space left on device | FAILED      | standard output: writing failed: no space left on device"
            })
    void standardOutputThatFails(String reason, ExitCode code, String message) throws Exception {
        in = new PipedInputStream(typed);
        standardOutput = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(reason);
            }
        };
        FutureTask<Void> netcat = dialed(BYTES, peer -> peer.send("x"));

        assertFails(code, message, netcat);
    }

    @Test
    void standardInputThatFails() throws Exception {
        in = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("Input/output error");
            }
        };
        FutureTask<Void> netcat = dialed(BYTES, peer -> {});

        assertFails(ExitCode.FAILED, "standard input: reading failed: input/output error", netcat);
    }

    @Test
    void quitsSomeTimeAfterTheInputHasEnded() throws Exception {
        quitAfter = Duration.ofMillis(50);
        FutureTask<Void> netcat = dialed(BYTES, peer -> {
            assertNull(peer.receive());
            await().until(() -> !network.open().contains(otherSide(peer)));
        });

        finish(netcat);
    }

    @Test
    void givesUpWhenNothingMoves() throws Exception {
        idleTimeout = Duration.ofMillis(50);
        in = new PipedInputStream(typed);
        FutureTask<Void> netcat =
                dialed(BYTES, peer -> await().until(() -> !network.open().contains(otherSide(peer))));

        assertFails(ExitCode.IDLE, "mem://there: nothing has moved for 50 ms", netcat);
    }

    @Test
    void anInterruptEndsItWhateverItWaitsFor() throws Exception {
        FutureTask<Void> listening = start(() -> netcat().listen(BYTES));
        await().until(() -> network.isListening(BYTES));
        thread.interrupt();
        assertInstanceOf(InterruptedException.class, failureOf(listening));

        in = new PipedInputStream(typed);
        FutureTask<Void> talking = dialed(BYTES, peer -> {
            peer.send("x");
            await().until(() -> out.size() == 1);
            thread.interrupt();
        });
        assertInstanceOf(InterruptedException.class, failureOf(talking));
    }

    @Test
    void listensForOne() throws Exception {
        in = text("welcome");
        FutureTask<Void> netcat = start(() -> netcat().listen(BYTES));
        await().until(() -> network.isListening(BYTES));
        try (TestPeer peer = TestPeer.dial(factory, network, BYTES)) {
            assertEquals("welcome", peer.receiveAll());
            assertTrue(!network.isListening(BYTES));
            peer.send("thanks");
            peer.shutdown();
            finish(netcat);
        }
        assertEquals("thanks", out.toString(UTF_8));
        assertTrue(log.contains("listening at mem://there"), log.toString());
    }

    @Test
    void keepsOpenForTheNextAlsoWhenOneIsLost() throws Exception {
        terminal = true;
        in = new PipedInputStream(typed);
        FutureTask<Void> netcat = start(() -> netcat().listenForAll(BYTES));
        await().until(() -> network.isListening(BYTES));
        try (TestPeer first = TestPeer.dial(factory, network, BYTES)) {
            first.send("1");
            await().until(() -> out.size() == 1);
            first.stream.reset();
        }
        try (TestPeer second = TestPeer.dial(factory, network, BYTES)) {
            second.send("2");
            second.shutdown();
            assertNull(second.receive());
        }
        try (TestPeer third = TestPeer.dial(factory, network, BYTES)) {
            type("hello\n");
            assertEquals("hello\n", third.receive());
            third.shutdown();
            assertNull(third.receive());
        }
        thread.interrupt();

        assertInstanceOf(InterruptedException.class, failureOf(netcat));
        assertEquals("12", out.toString(UTF_8));
        assertTrue(log.contains("mem://there: receiving failed: the peer has reset the connection"), log.toString());
    }

    @Test
    void datagramsAreAnsweredToTheLastWhoCame() throws Exception {
        lines = true;
        in = new PipedInputStream(typed);
        FutureTask<Void> netcat = start(() -> netcat().listen("udp://127.0.0.1:7"));
        await().until(() -> log.contains("listening at udp://127.0.0.1:7"));
        try (FakeDatagrams one = (FakeDatagrams) network.datagrams("udp://127.0.0.1:1");
                FakeDatagrams two = (FakeDatagrams) network.datagrams("udp://127.0.0.1:2")) {
            one.bind();
            two.bind();
            type("to the first\n");
            datagram(one, "from one");
            assertEquals("to the first", datagram(one));
            datagram(two, "from two");
            await().until(() -> out.toString(UTF_8).equals("from one\nfrom two\n"));
            type("to the second\n");
            assertEquals("to the second", datagram(two));
        }
        type("nobody is there any more\nand that is no reason to stop\n");
        thread.interrupt();

        assertInstanceOf(InterruptedException.class, failureOf(netcat));
    }

    private void datagram(FakeDatagrams from, String content) throws Exception {
        TestPeer.run(factory, aio -> {
            aio.setInput(0, new InetSocketAddress("127.0.0.1", 7));
            aio.setIov(ByteBuffer.wrap(content.getBytes(UTF_8)));
            from.send(aio);
        });
    }

    private String datagram(FakeDatagrams to) throws Exception {
        Aio aio = TestPeer.run(factory, to::receive);
        return UTF_8.decode((ByteBuffer) aio.getOutput(1)).toString();
    }

    private interface Step<T> {
        void with(T subject) throws Exception;
    }

    private interface Command {
        void run() throws Exception;
    }

    /** Has netcat dial a listener, and does with its peer what the test wants. */
    private FutureTask<Void> dialed(String url, Step<TestPeer> step) throws Exception {
        try (StreamListener listener = network.listener(url)) {
            listener.listen();
            FutureTask<Void> netcat = start(() -> netcat().dial(url));
            TestPeer peer = TestPeer.accept(factory, listener::accept);
            step.with(peer);
            peers.add(peer);
            return netcat;
        }
    }

    private final List<TestPeer> peers = new CopyOnWriteArrayList<>();

    private Netcat netcat() {
        return new Netcat(
                factory,
                network,
                endpoint -> {},
                new StandardStreams(in, standardOutput, terminal),
                new Netcat.Settings(0, lines, receiveOnly, quitAfter, idleTimeout),
                traffic,
                new Netcat.Log() {
                    @Override
                    public void listening(StreamUrl url) {
                        log.add("listening at " + url);
                    }

                    @Override
                    public void detail(String line) {
                        log.add(line);
                    }
                });
    }

    private FutureTask<Void> start(Command command) {
        FutureTask<Void> task = new FutureTask<>(() -> {
            command.run();
            return null;
        });
        thread = new Thread(task, "netcat");
        thread.start();
        return task;
    }

    private void finish(FutureTask<Void> netcat) throws Exception {
        netcat.get(60, TimeUnit.SECONDS);
        peers.forEach(TestPeer::close);
    }

    private Throwable failureOf(FutureTask<Void> netcat) throws Exception {
        try {
            finish(netcat);
            throw new AssertionError("it has succeeded");
        } catch (ExecutionException e) {
            peers.forEach(TestPeer::close);
            return e.getCause();
        }
    }

    private void assertFails(ExitCode kind, String message, FutureTask<Void> netcat) {
        try {
            CommandException failure = assertInstanceOf(CommandException.class, failureOf(netcat));
            assertEquals(message, failure.getMessage());
            assertEquals(kind, failure.exitCode());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private FakeStream otherSide(TestPeer peer) {
        return peer.stream.other();
    }

    private void type(String text) throws IOException {
        typed.write(text.getBytes(UTF_8));
        typed.flush();
    }

    private static InputStream text(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }
}

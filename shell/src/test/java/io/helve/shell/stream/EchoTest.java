package io.helve.shell.stream;

import static io.helve.testkit.Await.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.helve.aio.Aio;
import io.helve.aio.AioFactory;
import io.helve.aio.AioRuntime;
import io.helve.shell.failure.CommandException;
import io.helve.shell.failure.ExitCode;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EchoTest {
    private static final String BYTES = "mem://echo";
    private static final String MESSAGES = "msg://echo";

    private final AioRuntime runtime = AioRuntime.open();
    private final AioFactory factory = runtime.factory();
    private final FakeNetwork network = new FakeNetwork();
    private final EchoCounters counters = new EchoCounters();
    private final List<String> ready = new CopyOnWriteArrayList<>();

    private int connectionsMax = 100;
    private FutureTask<Void> echo;
    private Thread thread;

    @AfterEach
    void nothingIsLeft() throws Exception {
        thread.interrupt();
        ExecutionException e = assertThrows(ExecutionException.class, () -> echo.get(60, TimeUnit.SECONDS));
        assertInstanceOf(InterruptedException.class, e.getCause());
        // what a peer's thread closes may be closed a moment later
        await().until(() -> runtime.snapshot().total().open() == 0);
        runtime.close();
        assertEquals(Set.of(), network.open());
    }

    @Test
    void sendsBackWhatComesAndEndsWithThePeer() throws Exception {
        serve(BYTES);
        try (TestPeer peer = dial(BYTES)) {
            peer.send("one");
            assertEquals("one", peer.receive());
            peer.send("two");
            peer.shutdown();
            assertEquals("two", peer.receiveAll());
        }

        await().until(() -> counters.bytes() == 6);
        assertEquals(1, counters.connections());
        assertEquals(0, counters.messages());
        assertEquals(0, counters.errors());
    }

    @Test
    void servesManyAtATime() throws Exception {
        serve(BYTES);
        try (TestPeer one = dial(BYTES);
                TestPeer two = dial(BYTES)) {
            one.send("1");
            two.send("2");
            assertEquals("2", two.receive());
            assertEquals("1", one.receive());
        }
        assertEquals(2, counters.connections());
    }

    @Test
    void countsMessages() throws Exception {
        serve(MESSAGES);
        try (TestPeer peer = dial(MESSAGES)) {
            peer.send("");
            peer.send("x".repeat(100_000));
            assertEquals("", peer.receive());
            assertEquals(100_000, peer.receive().length());
            await().until(() -> counters.messages() == 2);
        }
    }

    @Test
    void othersWaitWhenThereAreAsManyAsAllowed() throws Exception {
        connectionsMax = 1;
        serve(BYTES);
        try (TestPeer first = dial(BYTES);
                TestPeer second = dial(BYTES)) {
            second.send("waiting");
            first.send("served");
            assertEquals("served", first.receive());
            assertEquals(1, counters.connections());
            first.shutdown();
            assertNull(first.receive());

            assertEquals("waiting", second.receive());
            assertEquals(2, counters.connections());
        }
    }

    @Test
    void aLostConnectionIsCountedAndNoMore() throws Exception {
        serve(BYTES);
        try (TestPeer peer = dial(BYTES)) {
            peer.send("x");
            assertEquals("x", peer.receive());
            peer.stream.reset();
        }
        await().until(() -> counters.errors() == 1);
        try (TestPeer next = dial(BYTES)) {
            next.send("y");
            assertEquals("y", next.receive());
        }
    }

    @Test
    void datagramsGoBackToWhoeverSentThem() throws Exception {
        serve("udp://127.0.0.1:7");
        try (FakeDatagrams one = (FakeDatagrams) network.datagrams("udp://127.0.0.1:1");
                FakeDatagrams two = (FakeDatagrams) network.datagrams("udp://127.0.0.1:2")) {
            one.bind();
            two.bind();
            datagram(one, "from one");
            datagram(two, "from two");
            assertEquals("from two", datagram(two));
            assertEquals("from one", datagram(one));
        }
        await().until(() -> counters.messages() == 2);
        assertEquals(16, counters.bytes());
    }

    @Test
    void anAddressInUse() throws Exception {
        serve(BYTES);

        CommandException failure = assertThrows(
                CommandException.class,
                () -> new Echo(factory, network, endpoint -> {}, settings(), counters).serve(BYTES, url -> {}));

        assertEquals(ExitCode.CONNECT, failure.exitCode());
    }

    private Echo.Settings settings() {
        return new Echo.Settings(connectionsMax, 2, 1024);
    }

    private void serve(String url) {
        echo = new FutureTask<>(() -> {
            new Echo(factory, network, endpoint -> {}, settings(), counters)
                    .serve(url, where -> ready.add(where.toString()));
            return null;
        });
        thread = new Thread(echo, "echo");
        thread.start();
        await().until(() -> ready.equals(List.of(url)));
    }

    private TestPeer dial(String url) throws Exception {
        return TestPeer.dial(factory, network, url);
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
}

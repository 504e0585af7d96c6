package io.helve.itest.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioRuntime;
import io.helve.stream.StreamConfig;
import io.helve.stream.StreamConfig.Transport;
import io.helve.stream.StreamControl;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamFactory;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamSnapshot;
import io.helve.testkit.Await;
import io.helve.testkit.CapturedLog;
import io.helve.testkit.FreePorts;
import io.helve.testkit.LiveThreads;
import io.helve.testkit.NettyLeaks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/**
 * What all tests here share: each class has a runtime of its own, and after each test all counters add up, and no
 * connection, handle, socket or buffer is left; after each class, no descriptor and no thread.
 */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
abstract class StreamTest {
    /** How long something may take that must happen, however busy the machine is. */
    static final Duration LONG = Await.SOON;

    /** How a connection ends when the other side is gone without a word. */
    static final Set<AioError> LOST = Set.of(AioError.ECONNRESET, AioError.ECONNABORTED);

    /** The same, where the operating system may also have said that there is no more. */
    static final Set<AioError> ENDED = Set.of(AioError.ECONNRESET, AioError.ECONNABORTED, AioError.ECONNSHUT);

    protected static AioRuntime runtime;
    protected static StreamFactory streams;
    protected static StreamControl control;
    protected static Blocking io;

    private static Set<Thread> threadsBefore;
    private static List<String> descriptorsBefore;

    private CapturedLog netty;
    private List<String> socketsBefore;
    private StreamSnapshot before;

    @BeforeAll
    static void openTheRuntime() {
        FreePorts.next(); // reserves its ports with a socket, which is no leak of a test
        threadsBefore = LiveThreads.of("");
        descriptorsBefore = Descriptors.ofConnections();
        runtime = AioRuntime.open();
        streams = runtime.service(StreamFactory.class);
        control = runtime.service(StreamControl.class);
        io = new Blocking(runtime.factory(), streams);
    }

    @BeforeEach
    void lookAtWhatThereIs() {
        assertTrue(NettyLeaks.areDetected(), "Netty's leak detector checks every buffer");
        netty = new CapturedLog("io.netty");
        control.configure(
                StreamConfig.DEFAULTS.withTransport(Transport.valueOf(System.getProperty("peers.transport", "AUTO"))));
        socketsBefore = Descriptors.ofSockets();
        before = control.snapshot();
    }

    @AfterEach
    void nothingIsLeft() throws InterruptedException {
        eventually("every operation completes, every handle is released").untilAsserted(() -> {
            var total = runtime.snapshot().total();
            assertEquals(0, total.inProgress(), total::toString);
            assertEquals(0, total.open(), total::toString);
        });
        eventually("every connection, dialer and listener is closed").untilAsserted(() -> {
            StreamSnapshot snapshot = control.snapshot();
            assertEquals(0, snapshot.streams(), snapshot::toString);
            assertEquals(0, snapshot.dialers(), snapshot::toString);
            assertEquals(0, snapshot.listeners(), snapshot::toString);
        });
        eventually("every socket is closed").untilAsserted(() -> {
            List<String> now = new ArrayList<>(Descriptors.ofSockets());
            now.removeAll(socketsBefore);
            assertEquals("", Descriptors.describe(now));
        });
        try (CapturedLog captured = netty) {
            NettyLeaks.detect();
            captured.assertNothingLeft();
        }
    }

    @AfterAll
    static void nothingOutlivesTheRuntime() {
        runtime.close();
        assertEquals(List.of(), newThreads("helve-"), "threads of ours after the runtime has closed");
        eventually("Netty's own threads end").untilAsserted(() -> assertEquals(List.of(), newThreads("globalEvent")));
        eventually("descriptors are closed").untilAsserted(() -> {
            List<String> now = Descriptors.ofConnections();
            assertTrue(now.size() <= descriptorsBefore.size(), () -> "before: " + descriptorsBefore + ", now: " + now);
        });
    }

    private static List<String> newThreads(String prefix) {
        return LiveThreads.of(prefix).stream()
                .filter(thread -> !threadsBefore.contains(thread))
                .map(Thread::getName)
                .sorted()
                .toList();
    }

    /** Begins to wait for a condition that must hold soon. */
    static ConditionFactory eventually(String what) {
        return Await.eventually(what);
    }

    /** Skips a test that needs a native I/O backend (epoll, io_uring) where there is none. */
    void assumeNative(boolean needed) {
        assumeTrue(!needed || !control.snapshot().transport().equals("nio"), "the JDK's transport cannot do this");
    }

    /** A listener that listens. */
    StreamListener listen(String url) {
        StreamListener listener = streams.listener(url);
        try {
            listener.listen();
        } catch (AioException e) {
            listener.close();
            throw e;
        }
        return listener;
    }

    /** The host and port of a listener's URL, as other programs take it. */
    static String address(StreamListener listener) {
        return "127.0.0.1:" + port(listener);
    }

    static int port(StreamListener listener) {
        return listener.dialUrl().port();
    }

    /** How many accepted connections have failed in this test. */
    long acceptFailures() {
        return control.snapshot().acceptFailures() - before.acceptFailures();
    }

    /** How many dials have failed in this test. */
    long dialFailures() {
        return control.snapshot().dialFailures() - before.dialFailures();
    }

    /** How many connections have been dialed in this test. */
    long dialed() {
        return control.snapshot().dialed() - before.dialed();
    }

    /** How many connections have been accepted in this test. */
    long accepted() {
        return control.snapshot().accepted() - before.accepted();
    }

    /** Dials and says how that fails. */
    AioError dialError(String url) {
        try (StreamDialer dialer = streams.dialer(url)) {
            return io.dialError(dialer);
        }
    }
}

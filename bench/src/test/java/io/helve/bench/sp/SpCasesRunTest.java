package io.helve.bench.sp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every case on the Scalability Protocols runs with every peer, between two sides in one process; how fast is not asked
 * here.
 */
class SpCasesRunTest {
    private static final AtomicInteger URLS = new AtomicInteger();
    private static final int[] SIZES = {64, 1024, 65536};

    @TempDir
    Path directory;

    private Session session;

    @ParameterizedTest
    @CsvSource({
        "helve, inproc",
        "helve, tcp",
        "helve, ipc",
        "helve-inline, inproc",
        "helve-inline, tcp",
        "helve-inline, ipc",
        "helve-blocking, inproc",
        "helve-blocking, tcp",
        "helve-blocking, ipc",
        "jeromq, inproc",
        "jeromq, tcp",
        "jeromq, ipc",
    })
    void everyCaseRuns(String peer, String scheme) throws Exception {
        try (SpPeer measured = SpPeer.of(peer);
                Session opened = new Session(measured)) {
            session = opened;
            for (int size : SIZES) {
                trips("ask req", "echo rep", scheme, size);
                trips("ask pair", "echo pair", scheme, size);
                flow("source push", "sink pull", scheme, size);
                flow("source pair", "sink pair", scheme, size);
                publishing(scheme, size);
            }
        }
    }

    private String url(String scheme) {
        int number = URLS.incrementAndGet();
        return switch (scheme) {
            case "tcp" -> "tcp://127.0.0.1:0";
            case "ipc" -> "ipc://" + directory.resolve("s" + number);
            default -> "inproc://case-" + number;
        };
    }

    private static void until(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(2))
                .until(condition);
    }

    private String ask(String... words) throws Exception {
        return session.answer(String.join(" ", words));
    }

    private long[] count(String side) throws Exception {
        String[] words = ask("count", side).split("\t");
        assertEquals(4, words.length);
        return new long[] {Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2])};
    }

    private void openAndStart(String sends, String receives, String scheme, int size) throws Exception {
        String url = ask("open", "receiver", receives, "listen", url(scheme), "" + size, "1");
        ask("open", "sender", sends, "dial", url, "" + size, "1");
        ask("start", "sender");
        until(() -> count("receiver")[0] > 10);
    }

    /** Waits until the other side has moved exactly as many messages; then closes both sides. */
    private void stop() throws Exception {
        long sent = Long.parseLong(ask("stop", "sender"));
        until(() -> count("receiver")[0] >= sent);
        assertEquals(sent, count("receiver")[0]);
    }

    private void close() throws Exception {
        ask("close", "sender");
        ask("close", "receiver");
    }

    private void trips(String sends, String receives, String scheme, int size) throws Exception {
        openAndStart(sends, receives, scheme, size);
        ask("measure", "sender");
        long before = count("sender")[0];
        until(() -> count("sender")[0] > before + 10);
        stop();
        String times = ask("trips", "sender");
        assertTrue(times.matches("([0-9]+\\.[0-9]{4}\t){2}[0-9]+\\.[0-9]{4}"), times);
        close();
    }

    private void flow(String sends, String receives, String scheme, int size) throws Exception {
        openAndStart(sends, receives, scheme, size);
        stop();
        close();
    }

    /** Subscribers dial; each must have received a message in the end. */
    private void publishing(String scheme, int size) throws Exception {
        String url = ask("open", "sender", "source pub", "listen", url(scheme), "" + size, "1");
        ask("open", "receiver", "sink sub", "dial", url, "" + size, "3");
        ask("start", "sender");
        until(() -> ask("count", "receiver").endsWith("\t0"));
        ask("stop", "sender");
        close();
    }

    @ParameterizedTest
    @CsvSource({"helve", "jeromq"})
    void aMessageAllocatesItsBytesAtLeastUnlessTheyAreUsedAgain(String peer) throws Exception {
        try (SpPeer measured = SpPeer.of(peer);
                Session opened = new Session(measured)) {
            assertTrue(Double.parseDouble(opened.answer("message 1000")) >= 1000);
        }
    }

    @Test
    void whatIsNotThereIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> SpPeer.of("none"));
        try (SpPeer measured = SpPeer.of("helve");
                Session opened = new Session(measured)) {
            assertThrows(IllegalArgumentException.class, () -> opened.answer("dance side"));
        }
    }
}

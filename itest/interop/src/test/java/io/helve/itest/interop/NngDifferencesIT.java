package io.helve.itest.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.sp.SpListener;
import io.helve.sp.SpOptions;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.testkit.Installed;
import io.helve.testkit.Program;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Differences that {@code docs/nng.md} lists are there on both sides. */
class NngDifferencesIT extends InteropTest {
    /** What nng's library does, by name; see {@code differences.c}. */
    private static Map<String, String> nng;

    @BeforeAll
    static void askNng(@TempDir Path directory) throws Exception {
        Installed.programs("gcc");
        Installed.file(Path.of("/usr/include/nng/nng.h"));
        Path program = directory.resolve("differences");
        Program.run(List.of(
                "gcc",
                "-std=c11",
                "-D_POSIX_C_SOURCE=200809L",
                "-Wall",
                "-Wextra",
                "-Werror",
                "-o",
                program.toString(),
                Path.of("src", "test", "c", "differences.c").toString(),
                "-lnng"));
        Process process = Program.launch(new ProcessBuilder(program.toString(), directory.toString()));
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor());
        nng = printed.lines()
                .map(line -> line.split(" ", 2))
                .collect(Collectors.toMap(words -> words[0], words -> words[1]));
    }

    private static void assertFails(AioError error, Executable executable) {
        assertEquals(error, assertThrows(AioException.class, executable).error());
    }

    @Test
    void aHandleHas64BuffersAndNngs8() {
        assertEquals("8", nng.get("buffers"));
        try (Aio aio = helve.factory().alloc()) {
            ByteBuffer[] most = new ByteBuffer[64];
            Arrays.fill(most, ByteBuffer.allocate(0));
            aio.setIov(most);
        }
    }

    /** nng 1.5 completes the start of a stopped handle without its callback; Helve does as nng 2.0. */
    @Test
    void theFirstStartAfterAStopHasItsCallback() throws Exception {
        assertEquals("0", nng.get("callbacks-after-stop"));
        AtomicInteger callbacks = new AtomicInteger();
        AioFactory factory = helve.factory();
        Aio aio = factory.alloc(done -> callbacks.incrementAndGet());
        aio.stop();
        factory.sleep(Duration.ofMillis(1), aio);
        aio.await();
        assertEquals(1, callbacks.get());
        assertEquals(AioError.ESTOPPED, aio.result());
        aio.close();
    }

    @Test
    void whatIsReceivedHasALimit() {
        assertEquals("unlimited", nng.get("receive-max"));
        assertEquals(1 << 20, sockets.open(SpProtocol.PAIR0).get(SpOptions.RECEIVE_MAX));
    }

    @Test
    void aFileThatIsNoSocketStays() throws Exception {
        assertEquals("socket", nng.get("file-is-then"));
        Path file = Files.writeString(directory.resolve("ours"), "content");
        assertFails(AioError.EADDRINUSE, () -> sockets.open(SpProtocol.PAIR0).listen("ipc://" + file));
        assertTrue(Files.isRegularFile(file));
    }

    @Test
    void inprocNeedsAName() {
        assertEquals("Hunky dory", nng.get("inproc-without-name"));
        assertFails(AioError.EADDRINVAL, () -> sockets.open(SpProtocol.PAIR0).listen("inproc://"));
    }

    @Test
    void aRawSocketNeedsTheHeaderOfItsProtocol() {
        assertEquals("Hunky dory", nng.get("raw-without-header"));
        SpSocket raw = sockets.openRaw(SpProtocol.REQ);
        assertFails(AioError.EPROTO, () -> raw.send(sockets.messages().of("no header")));
    }

    @Test
    void addressesThatCannotBeUsedHaveOneErrorAndAnEmptyPortIsNone() {
        assertEquals("Invalid argument", nng.get("malformed-url"));
        assertFails(AioError.EADDRINVAL, () -> sockets.open(SpProtocol.PAIR0).listen("nonsense"));
        assertEquals("Invalid argument", nng.get("empty-port"));
        SpListener listener = sockets.open(SpProtocol.PAIR0).listen("tcp://127.0.0.1:");
        assertTrue(listener.dialUrl().port() > 0);
    }

    @Test
    void aDialFailsIfThePeerSpeaksAnotherProtocol() {
        assertEquals("Hunky dory", nng.get("dial-of-another-protocol"));
        sockets.open(SpProtocol.PUB).listen("inproc://pub");
        assertFails(AioError.EPROTO, () -> sockets.open(SpProtocol.REQ).dial("inproc://pub"));
    }

    @Test
    void aReceiveThatTimesOutLeavesTheSurveyOpen() throws InterruptedException {
        assertEquals("Timed out", nng.get("first-receive"));
        assertEquals("Incorrect state", nng.get("second-receive"));
        SpSocket surveyor = sockets.open(SpProtocol.SURVEYOR)
                .set(SpOptions.SURVEY_TIME, SOON)
                .set(SpOptions.RECEIVE_TIMEOUT, Duration.ofMillis(1));
        surveyor.send("survey");
        assertFails(AioError.ETIMEDOUT, surveyor::receive);
        assertFails(AioError.ETIMEDOUT, surveyor::receive);
    }

    @Test
    void aRespondentWithoutASurveyIsToldSoAlsoByTrySend() {
        assertEquals("Try again", nng.get("respondent-without-survey"));
        SpSocket respondent = sockets.open(SpProtocol.RESPONDENT);
        assertFails(AioError.ESTATE, () -> respondent.trySend(sockets.messages().of("no survey")));
    }
}

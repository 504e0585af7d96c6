package io.helve.shell.cat;

import static io.helve.testkit.Await.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.AioRuntime;
import io.helve.message.Message;
import io.helve.sp.SpOptions;
import io.helve.sp.SpPipeEvent;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpSockets;
import io.helve.sp.SpStatistics;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String URL = "inproc://cat";

    private final AioRuntime runtime = AioRuntime.open();
    private final SpSockets sockets = runtime.service(SpSockets.class);
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Semaphore connected = new Semaphore(0);
    private OutputStream out = printed;
    private SpSocket peer;
    private FutureTask<Void> cat;
    private Thread thread;

    @AfterEach
    void nothingIsLeft() throws Exception {
        if (peer != null) {
            peer.close();
        }
        if (thread != null) {
            thread.interrupt();
            thread.join(LIMIT.toMillis());
        }
        assertEquals(List.of(), runtime.service(SpStatistics.class).snapshot().children(), "sockets");
        runtime.close();
        assertEquals(0, runtime.snapshot().total().open(), "handles");
    }

    // ---- asking and answering

    @Test
    void asksAndPrintsTheAnswer() throws Exception {
        listen(SpProtocol.REP);
        start("--req --dial inproc://cat --data ping --quoted");

        assertEquals("ping", receive());
        send("pong");

        end();
        assertEquals("\"pong\"\n", printed());
    }

    @Test
    void asksAsOftenAsToldTo() throws Exception {
        listen(SpProtocol.REP);
        start("--req --dial inproc://cat --data ping --quoted --count 2");
        for (int i = 0; i < 2; i++) {
            assertEquals("ping", receive());
            send("pong " + i);
        }

        end();
        assertEquals("\"pong 0\"\n\"pong 1\"\n", printed());
    }

    @Test
    void anAnswerThatDoesNotComeIsNoFailure() throws Exception {
        listen(SpProtocol.REP);
        start("--req --dial inproc://cat --data ping --quoted --recv-timeout 1");

        end();
        assertEquals("", printed());
    }

    @Test
    void nobodyToAskIsAFailure() throws Exception {
        assertFails("Send error: Timed out", "--req --listen inproc://cat --data ping --send-timeout 1");
    }

    @Test
    void answersAsOftenAsToldTo() throws Exception {
        start("--rep --listen inproc://cat --data pong --quoted --count 2");
        dial(SpProtocol.REQ);
        for (int i = 0; i < 2; i++) {
            send("ping");
            assertEquals("pong", receive());
        }

        end();
        assertEquals("\"ping\"\n\"ping\"\n", printed());
    }

    @Test
    void aRequestIsPrintedBeforeTheNextOneIsWaitedFor() throws Exception {
        start("--rep --listen inproc://cat --data pong --quoted");
        dial(SpProtocol.REQ);
        send("ping");

        await().until(() -> printed().equals("\"ping\"\n"));
    }

    @Test
    void withoutDataItPrintsRequestsAndDoesNotAnswer() throws Exception {
        start("--rep --listen inproc://cat --quoted --count 1");
        dial(SpProtocol.REQ);
        send("ping");

        end();
        assertEquals("\"ping\"\n", printed());
    }

    @Test
    void whoAnswersAndHasNothingToAnswerFails() throws Exception {
        assertFails("Receive error: Timed out", "--rep --listen inproc://cat --data pong --recv-timeout 1");
    }

    @Test
    void asksEverybodyUntilTheSurveyIsOver() throws Exception {
        listen(SpProtocol.RESPONDENT);
        start("--surveyor --dial inproc://cat --data who --quoted");
        assertEquals("who", receive());
        send("me");

        end();
        assertEquals("\"me\"\n", printed());
    }

    @Test
    void answersSurveys() throws Exception {
        start("--respondent --listen inproc://cat --data me --ascii --count 1");
        dial(SpProtocol.SURVEYOR);
        send("who");
        assertEquals("me", receive());

        end();
        assertEquals("who", printed());
    }

    // ---- one way

    @Test
    void pushesOnce() throws Exception {
        listen(SpProtocol.PULL);
        start("--push --dial inproc://cat --data x");

        assertEquals("x", receive());
        end();
    }

    @Test
    void pushesAsOftenAsToldToWithoutAPause() throws Exception {
        listen(SpProtocol.PULL);
        start("--push --dial inproc://cat --data x --count 300");
        for (int i = 0; i < 300; i++) {
            assertEquals("x", receive());
        }
        end();
    }

    @Test
    void publishesAgainAndAgain() throws Exception {
        start("--pub --listen inproc://cat --data x --interval 1");
        peer = sockets.open(SpProtocol.SUB);
        peer.subscribe("");
        dial();

        assertEquals("x", receive());
        assertEquals("x", receive());
        interrupted();
    }

    @Test
    void theFirstMessageCanBeDelayed() throws Exception {
        listen(SpProtocol.PULL);
        long begin = System.nanoTime();
        start("--push --dial inproc://cat --data x --delay 1");

        assertEquals("x", receive());
        assertTrue(System.nanoTime() - begin >= 1_000_000_000L);
        end();
    }

    @Test
    void whatIsPublishedWithoutSubscribersIsLost() throws Exception {
        start("--pub --listen inproc://cat --data x");
        end();
    }

    @Test
    void pullsAsOftenAsToldTo() throws Exception {
        start("--pull --listen inproc://cat --raw --count 2");
        dial(SpProtocol.PUSH);
        send("one");
        send("two");
        peer.trySend(sockets.messages().of("three")); // it may have gone already

        end();
        assertEquals("onetwo", printed());
    }

    @Test
    void nothingComingIsTheEnd() throws Exception {
        start("--pull --listen inproc://cat --raw --recv-timeout 1");
        end();
    }

    @Test
    void printsWhatItHasSubscribedTo() throws Exception {
        listen(SpProtocol.PUB);
        start("--sub --dial inproc://cat --subscribe a --subscribe bc --quoted --count 2");
        assertTrue(connected.tryAcquire(LIMIT.toSeconds(), TimeUnit.SECONDS));
        for (String text : List.of("x", "ab", "b", "bcd")) {
            send(text);
        }

        end();
        assertEquals("\"ab\"\n\"bcd\"\n", printed());
    }

    // ---- both ways

    @ParameterizedTest
    @EnumSource(
            value = SpProtocol.class,
            names = {"PAIR0", "PAIR1", "BUS"})
    void sendsItsDataAndPrintsWhatComes(SpProtocol protocol) throws Exception {
        listen(protocol);
        start("--" + protocol.name().toLowerCase() + " --dial inproc://cat --data hello --quoted");
        assertEquals("hello", receive());
        send("one");
        send("two");

        await().until(() -> printed().equals("\"one\"\n\"two\"\n"));
        interrupted();
    }

    @Test
    void sendsAgainAfterTheIntervalWhateverComes() throws Exception {
        listen(SpProtocol.PAIR1);
        start("--pair --dial inproc://cat --data hello --quoted --interval 1 --count 2");
        for (int i = 0; i < 2; i++) {
            assertEquals("hello", receive());
            send("answer " + i);
        }

        end();
        assertEquals("\"answer 0\"\n\"answer 1\"\n", printed());
    }

    @Test
    void withoutDataAPairListens() throws Exception {
        start("--pair1 --listen inproc://cat --quoted --count 1");
        dial(SpProtocol.PAIR1);
        send("hello");

        end();
        assertEquals("\"hello\"\n", printed());
    }

    // ---- addresses

    @Test
    void tellsOfItsAddresses() throws Exception {
        listen(SpProtocol.PUSH);
        start("--pull --verbose --dial inproc://cat --listen inproc://other --recv-timeout 1");

        end();
        assertEquals("Connected to: inproc://cat\nListening at: inproc://other\n", printed());
    }

    @Test
    void nobodyListeningIsAFailure() throws Exception {
        assertFails("Unable to dial on inproc://cat: Connection refused", "--pull --dial inproc://cat");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--async", "--compat"})
    void inTheBackgroundItTriesAgain(String option) throws Exception {
        start("--push --dial inproc://cat --data x --verbose " + option);
        await().until(() -> printed().equals("Connected to: inproc://cat\n"));
        listen(SpProtocol.PULL);

        assertEquals("x", receive());
        end();
    }

    @Test
    void anAddressInUseIsAFailure() throws Exception {
        listen(SpProtocol.PUSH);
        assertFails("Unable to listen on inproc://cat: Address in use", "--pull --listen inproc://cat");
    }

    @Test
    void anUnknownSchemeIsAFailure() throws Exception {
        assertFails("Unable to create dialer for foo://x: Not supported", "--pull --dial foo://x");
        assertFails("Unable to create listener for foo://x: Not supported", "--pull --listen foo://x");
    }

    @Test
    void aMalformedAddressIsAFailureThatSaysWhatIsWrong() throws Exception {
        assertFails(
                "Unable to create dialer for x: Address invalid (the URL x must begin with a scheme, such as tcp://)",
                "--pull --dial x");
    }

    // ---- other ends

    @Test
    void anInterruptEndsIt() throws Exception {
        start("--pull --listen inproc://cat");
        dial(SpProtocol.PUSH);
        interrupted();
    }

    @Test
    void aFailureOfStandardOutputEndsIt() throws Exception {
        out = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        start("--pull --listen inproc://cat --raw");
        dial(SpProtocol.PUSH);
        send("x");

        assertInstanceOf(IOException.class, failure());
    }

    // ---- the rest is for the tests above

    private void start(String line) throws Exception {
        CatArguments arguments = new CatArguments(new InputFiles(new ByteArrayInputStream(new byte[0]), Path.of("")));
        arguments.read(List.of(line.split(" ")));
        CatRun command = new CatRun(arguments, out);
        cat = new FutureTask<>(() -> {
            command.run(sockets);
            return null;
        });
        thread = new Thread(cat, "cat");
        thread.start();
    }

    private void end() throws Exception {
        cat.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    private Throwable failure() {
        return assertThrows(ExecutionException.class, this::end).getCause();
    }

    private void assertFails(String message, String line) throws Exception {
        start(line);
        Throwable failure = failure();
        assertInstanceOf(CatException.class, failure);
        assertEquals(message, failure.getMessage());
    }

    private void interrupted() {
        thread.interrupt();
        assertInstanceOf(InterruptedException.class, failure());
    }

    private void listen(SpProtocol protocol) {
        peer = sockets.open(protocol);
        peer.onPipe(SpPipeEvent.AFTER_ADD, pipe -> connected.release());
        peer.listen(URL);
    }

    private void dial(SpProtocol protocol) {
        peer = sockets.open(protocol);
        if (protocol == SpProtocol.SURVEYOR) {
            peer.set(SpOptions.SURVEY_TIME, LIMIT);
        }
        dial();
    }

    /** As soon as somebody listens. */
    private void dial() {
        await().ignoreExceptions().until(() -> peer.dial(URL) != null);
    }

    private void send(String text) throws InterruptedException {
        peer.send(sockets.messages().of(text), LIMIT);
    }

    private String receive() throws InterruptedException {
        Message message = peer.receive(LIMIT);
        return UTF_8.decode(message.body()).toString();
    }

    private String printed() {
        return printed.toString(UTF_8);
    }
}

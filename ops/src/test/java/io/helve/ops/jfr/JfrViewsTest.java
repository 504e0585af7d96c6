package io.helve.ops.jfr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioFactory;
import io.helve.aio.AioRuntime;
import io.helve.ops.RemoteSources;
import io.helve.ops.RuntimeSources;
import io.helve.ops.model.Observed;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.testkit.HelveRuntime;
import io.helve.testkit.SocketTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Period;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events are recorded into a file and read back from it. */
class JfrViewsTest extends SocketTest {
    private static final Duration OFTEN = Duration.ofMillis(20);
    private static final List<String> NAMES = List.of(
            "Pool",
            "Tenant",
            "SlowCallback",
            "PendingOperation",
            "LateTimer",
            "Streams",
            "Connection",
            "Endpoint",
            "Drop",
            "RemoteCalls");

    @TempDir
    private Path directory;

    private int dumps;

    private static Recording recording() {
        Recording recording = new Recording();
        NAMES.forEach(name -> recording.enable("io.helve." + name).withPeriod(OFTEN));
        recording.start();
        return recording;
    }

    /** An event that a recording should have. */
    private record Wanted(String name, Predicate<RecordedEvent> condition) {
        boolean isIn(List<RecordedEvent> events) {
            return events.stream()
                    .filter(event -> event.getEventType().getName().equals("io.helve." + name))
                    .anyMatch(condition);
        }
    }

    /** Waits until the recording has all of these events. */
    private void eventually(Recording recording, Wanted... wanted) {
        eventually(() -> {
            List<RecordedEvent> events = events(recording);
            return Arrays.stream(wanted).allMatch(each -> each.isIn(events));
        });
    }

    private List<RecordedEvent> events(Recording recording) {
        Path file = directory.resolve("dump" + dumps++ + ".jfr");
        try {
            recording.dump(file);
            return RecordingFile.readAllEvents(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JfrViews views(AioRuntime shown) {
        return helve.closing(new JfrViews(new Observed(new RuntimeSources(shown)), shown::factory));
    }

    @Test
    void thePoolItsTenantsOperationsAndTimersAreRecorded() {
        String pool = runtime.snapshot().config().pool();
        Aio pending = handle();
        views(runtime);
        try (Recording recording = recording()) {
            factory.sleep(Aio.INFINITE, pending);
            eventually(
                    recording,
                    new Wanted("Pool", event -> event.getString("pool").equals(pool) && event.getLong("pending") == 1),
                    new Wanted("Tenant", event -> event.getString("tenant").equals(pool)),
                    new Wanted(
                            "PendingOperation",
                            event ->
                                    event.getString("operation").contains("sleep") && event.getLong("seenPending") > 0),
                    new Wanted("LateTimer", event -> event.getBoolean("fired") && event.getLong("late") >= 0),
                    new Wanted("Streams", event -> event.getInt("open") == 0));
        }
        pending.cancel();
        eventually(() -> runtime.snapshot().total().inProgress() == 0);
    }

    @Test
    void aSlowCallbackIsRecordedWhileItRuns() {
        AioRuntime slow = helve.open(HelveRuntime.settings()
                .pool("slow")
                .slowCallback(Duration.ofMillis(50))
                .build());
        helve.log().expect("Slow callback of slow");
        CountDownLatch leave = new CountDownLatch(1);
        AioFactory handles = slow.factory();
        Aio blocking = handles.alloc(done -> stayUntil(leave));
        views(slow);
        try (Recording recording = recording()) {
            handles.sleep(Duration.ZERO, blocking);
            eventually(
                    recording,
                    new Wanted(
                            "SlowCallback",
                            event -> event.getString("callbackThread").startsWith("helve-aio-slow-")
                                    && event.getDuration("running").toMillis() >= 50));
        } finally {
            leave.countDown();
        }
        blocking.close();
    }

    private static void stayUntil(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void connectionsFailuresAndDropsAreRecorded() throws InterruptedException {
        SpSocket pull = open(SpProtocol.PULL);
        SpSocket push = open(SpProtocol.PUSH);
        SpSocket pub = open(SpProtocol.PUB);
        String url = pull.listen("tcp://127.0.0.1:0").dialUrl().toString();
        push.dialer("inproc://nobody").startInBackground();
        JfrViews views = views(runtime);
        try (Recording recording = recording()) {
            eventually(
                    recording,
                    new Wanted(
                            "Endpoint",
                            event -> event.getString("url").equals("inproc://nobody")
                                    && event.getLong("failures") > 0
                                    && !event.getString("lastFailure").isEmpty()));
            // a look has seen the dialers that there were; another one finds a new dialer and new drops
            int dialer = push.dial(url).id();
            Wanted connected = new Wanted(
                    "Endpoint",
                    event -> event.getString("endpoint").equals("dialer/" + dialer)
                            && event.getLong("connections") == 1);
            Wanted dropped = new Wanted(
                    "Drop",
                    event -> event.getString("reason").equals("tx_drop_nobody") && event.getLong("messages") > 0);
            eventually(() -> {
                pub.send(messages.of("nobody is there"));
                List<RecordedEvent> events = events(recording);
                return connected.isIn(events) && dropped.isIn(events);
            });
            eventually(() -> views.connections() == 2);
            push.close();
            eventually(
                    recording,
                    new Wanted(
                            "Connection",
                            event -> event.getString("stream").startsWith("stream/")
                                    && event.getString("remote").contains("127.0.0.1")));
        }
    }

    @Test
    void callsOfRemoteServicesAreRecorded() {
        RemoteSources sources = new RemoteSources(runtime);
        helve.closing(new JfrViews(new Observed(sources), runtime::factory));
        try (Recording recording = recording()) {
            eventually(recording, new Wanted("Pool", event -> true)); // the first look has been
            sources.call();
            eventually(
                    recording,
                    new Wanted(
                            "RemoteCalls",
                            event -> event.getString("side").equals("imported")
                                    && event.getLong("calls") > 0
                                    && event.getLong("failed") == event.getLong("calls")
                                    && event.getString("lastError").equals("no answer in time")));
        }
    }

    @Test
    void theSettingsFileNamesAllEventsAndTheGuideExplainsThem() throws IOException {
        String settings = Files.readString(Path.of("../karaf/src/main/cfg/helve.jfc"));
        String guide = Files.readString(Path.of("../docs/guide/flight-recorder.md"));
        assertEquals(
                NAMES.stream().map(name -> "io.helve." + name).collect(Collectors.toSet()),
                Pattern.compile("<event name=\"([^\"]+)\">")
                        .matcher(settings)
                        .results()
                        .map(found -> found.group(1))
                        .collect(Collectors.toSet()));
        NAMES.forEach(name -> assertTrue(guide.contains("| `io.helve." + name + "` |"), name));
        assertEquals(NAMES.size(), List.of(Events.class.getDeclaredClasses()).size());
        for (Class<?> event : Events.class.getDeclaredClasses()) {
            assertTrue(event.isAnnotationPresent(Period.class), event.getName());
        }
    }

    @Test
    void theEventsGoWithTheViews() {
        JfrViews views = views(runtime);
        try (Recording recording = recording()) {
            eventually(recording, new Wanted("Pool", event -> true));
            assertTrue(isKnown("io.helve.Pool"));
        }
        views.close();
        assertFalse(isKnown("io.helve.Pool"));
    }

    private static boolean isKnown(String event) {
        return FlightRecorder.getFlightRecorder().getEventTypes().stream()
                .anyMatch(type -> type.getName().equals(event));
    }
}

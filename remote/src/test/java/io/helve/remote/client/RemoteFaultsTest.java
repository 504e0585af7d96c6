package io.helve.remote.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.remote.call.CallCounts;
import io.helve.remote.call.CallFormat;
import io.helve.remote.call.MethodTable;
import io.helve.remote.call.RemoteFailure;
import io.helve.remote.call.RemoteFailure.Kind;
import io.helve.remote.call.RemoteTypes;
import io.helve.remote.server.BindSettings;
import io.helve.remote.server.CallGuards;
import io.helve.remote.server.CallLimits;
import io.helve.remote.server.CallServers;
import io.helve.remote.server.CallWorkers;
import io.helve.remote.server.ExportedService;
import io.helve.remote.server.Offer;
import io.helve.remote.server.OfferPlace;
import io.helve.remote.server.ServerSettings;
import io.helve.remote.server.ServiceIdentity;
import io.helve.remote.statistics.ImportedEndpoint.Connection;
import io.helve.stream.StreamUrl;
import io.helve.stream.TlsConfig;
import io.helve.testkit.ChildJvm;
import io.helve.testkit.Program;
import io.helve.testkit.SocketTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers die and methods take too long: calls end in time, are made at most once, and the client heals. */
class RemoteFaultsTest extends SocketTest {
    private static final MethodTable TABLE = MethodTable.of(List.of(Ledger.class), RemoteTypes.JDK);
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final int CALLERS = 4;
    private static final int ENOUGH = 100;

    @TempDir
    private Path folder;

    private final CallFormat format = new CallFormat(RemoteTypes.JDK);
    private final AtomicLong numbers = new AtomicLong();
    private final Set<Long> succeeded = ConcurrentHashMap.newKeySet();
    private final Queue<RemoteFailure> failures = new ConcurrentLinkedQueue<>();
    private final AtomicLong longest = new AtomicLong();
    private CallClient client;
    private StreamUrl url;
    private volatile Ledger ledger;
    private volatile boolean stopped;

    @BeforeEach
    void open() {
        client = helve.closing(new CallClient(
                sockets, factory, format, new ClientSettings(10_000, Duration.ofMinutes(1), TlsConfig.DEFAULTS)));
    }

    private Ledger ledger(StreamUrl at, long service, Duration timeout) {
        return (Ledger) ServiceProxy.create(
                client,
                new ServiceProxy.Target(List.of(at), service, 10_000, timeout),
                TABLE,
                new CallCounts(),
                Ledger.class.getClassLoader(),
                List.of(Ledger.class),
                failure -> failure);
    }

    /** Starts a server; from then on the callers call it. */
    private Program serve(int port) {
        Program server = helve.closing(Program.start(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                ChildJvm.classPath(),
                LedgerServer.class.getName(),
                Integer.toString(port),
                folder.resolve("ledger").toString()));
        Matcher serves = server.await("serves (\\S+) (\\d+)");
        url = StreamUrl.parse(serves.group(1));
        ledger = ledger(url, Long.parseLong(serves.group(2)), TIMEOUT);
        return server;
    }

    private void callUntilStopped() {
        while (!stopped) {
            long number = numbers.incrementAndGet();
            long begin = System.nanoTime();
            try {
                ledger.enter(number);
                succeeded.add(number);
            } catch (RemoteFailure e) {
                failures.add(e);
            } catch (InterruptedException e) {
                return;
            }
            longest.accumulateAndGet(System.nanoTime() - begin, Math::max);
        }
    }

    private void untilFurtherCallsSucceed() {
        int before = succeeded.size();
        eventually(() -> succeeded.size() >= before + ENOUGH);
    }

    /** {@return how often each number was entered} */
    private Map<Long, Integer> entered() throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(folder.resolve("ledger")));
        Map<Long, Integer> entered = new HashMap<>();
        while (bytes.remaining() >= Long.BYTES) {
            entered.merge(bytes.getLong(), 1, Integer::sum);
        }
        return entered;
    }

    @Test
    void callsOfAServerThatIsKilledEndInTimeAreMadeAtMostOnceAndGoOnWhenItIsBack() throws Exception {
        Program server = serve(0);
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            Thread caller = new Thread(this::callUntilStopped);
            callers.add(caller);
            caller.start();
        }
        untilFurtherCallsSucceed();
        server.kill();
        eventually(() -> failures.size() >= CALLERS);
        eventually(() -> client.link(List.of(url)).state() == Connection.CONNECTING);
        serve(url.port());
        untilFurtherCallsSucceed();
        stopped = true;
        for (Thread caller : callers) {
            caller.join();
        }
        assertTrue(
                failures.stream().anyMatch(failure -> failure.kind() == Kind.DISCONNECTED),
                () -> "calls were in progress when the server was killed: " + failures);
        assertTrue(longest.get() < TIMEOUT.plusSeconds(10).toNanos(), () -> longest + " ns");
        Map<Long, Integer> entered = entered();
        assertEquals(Set.of(1), Set.copyOf(entered.values()), "no call was made twice");
        assertTrue(entered.keySet().containsAll(succeeded), "each call that has succeeded was made");
    }

    @Test
    void aMethodThatTakesLongerThanItMayFailsAloneAndRunsOnce() throws Exception {
        AtomicLong runs = new AtomicLong();
        AtomicLong ends = new AtomicLong();
        Ledger slow = millis -> {
            runs.incrementAndGet();
            Thread.sleep(millis);
            ends.incrementAndGet();
        };
        ServerSettings settings = new ServerSettings(
                new BindSettings("127.0.0.1", "127.0.0.1", 0, 0, ""), new CallLimits(10_000, 100, 0), Optional.empty());
        CallServers servers =
                helve.closing(new CallServers(sockets, format, settings, new CallWorkers(4), CallGuards.optional()));
        ExportedService service =
                new ExportedService(slow, new ServiceIdentity(List.of(Ledger.class.getName()), Map.of()), TABLE, 100);
        Offer offer = servers.offer(service, OfferPlace.COMMON);
        Ledger proxy = ledger(offer.urls().get(0), offer.service(), Duration.ofMillis(400));
        RemoteFailure failure = assertThrows(RemoteFailure.class, () -> proxy.enter(600));
        assertEquals(Kind.TIMED_OUT, failure.kind());
        assertEquals(0, ends.get());
        proxy.enter(0); // over the same connection
        eventually(() -> ends.get() == 2); // the late answer is dropped
        proxy.enter(0);
        assertEquals(3, runs.get());
    }
}

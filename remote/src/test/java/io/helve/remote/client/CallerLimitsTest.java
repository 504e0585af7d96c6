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
import io.helve.stream.StreamUrl;
import io.helve.stream.TlsConfig;
import io.helve.testkit.SocketTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One caller cannot take what others need. The callers over tcp and over ipc are two. */
class CallerLimitsTest extends SocketTest {
    private static final MethodTable TABLE = MethodTable.of(List.of(Greeter.class), RemoteTypes.JDK);
    private static final int CALLS_OF_CALLER = 6;
    private static final int WORKERS = 4;

    @TempDir
    private Path folder;

    private final CallFormat format = new CallFormat(RemoteTypes.JDK);
    private final GreeterService service = new GreeterService();
    private Greeter first;
    private Greeter second;

    @BeforeEach
    void open() {
        CallClient client = helve.closing(new CallClient(
                sockets, factory, format, new ClientSettings(10_000, Duration.ofMinutes(1), TlsConfig.DEFAULTS)));
        ServerSettings settings = new ServerSettings(
                new BindSettings("127.0.0.1", "127.0.0.1", 0, 0, folder.toString()),
                new CallLimits(10_000, 100, CALLS_OF_CALLER),
                Optional.empty());
        CallServers servers = helve.closing(
                new CallServers(sockets, format, settings, new CallWorkers(WORKERS), CallGuards.optional()));
        Offer offer =
                servers.offer(new ExportedService(service, GreeterService.IDENTITY, TABLE, 100), OfferPlace.COMMON);
        first = greeter(client, offer, offer.urls().get(0));
        second = greeter(client, offer, offer.urls().get(1));
    }

    @AfterEach
    void letGo() {
        service.release.countDown();
    }

    private static Greeter greeter(CallClient client, Offer offer, StreamUrl url) {
        return (Greeter) ServiceProxy.create(
                client,
                new ServiceProxy.Target(List.of(url), offer.service(), 10_000, SOON),
                TABLE,
                new CallCounts(),
                Greeter.class.getClassLoader(),
                List.of(Greeter.class),
                failure -> failure);
    }

    @Test
    void aCallerWithTooManyCallsInProgressIsRefusedAndOthersAreNot() throws Exception {
        List<CompletableFuture<String>> promises =
                Stream.generate(() -> first.later("a")).limit(CALLS_OF_CALLER).toList();
        eventually(() -> service.promised.size() == CALLS_OF_CALLER);
        RemoteFailure failure = assertThrows(RemoteFailure.class, () -> first.greet("you"));
        assertEquals(Kind.BUSY, failure.kind());
        assertTrue(failure.getMessage().contains("of this client"), failure.getMessage());
        assertEquals("hello, you", second.greet("you"));
        service.promised.forEach(promise -> promise.complete("kept"));
        for (CompletableFuture<String> promise : promises) {
            assertEquals("kept", promise.get());
        }
        assertEquals("hello, you", first.greet("you"));
    }

    @Test
    void aCallerWhoseCallsBlockLeavesWorkersToOthers() {
        List<CompletableFuture<Void>> blocked = Stream.generate(
                        () -> CompletableFuture.runAsync(this::block, task -> new Thread(task).start()))
                .limit(CALLS_OF_CALLER)
                .toList();
        eventually(() -> service.blocked.get() == WORKERS - 1);
        assertEquals("hello, you", second.greet("you"));
        assertEquals(WORKERS - 1, service.blocked.get());
        service.release.countDown();
        blocked.forEach(CompletableFuture::join);
        assertEquals(CALLS_OF_CALLER, service.blocked.get());
    }

    private void block() {
        try {
            first.block();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}

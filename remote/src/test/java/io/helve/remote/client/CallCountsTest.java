package io.helve.remote.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.remote.call.CallCounts;
import io.helve.remote.call.CallFormat;
import io.helve.remote.call.MethodTable;
import io.helve.remote.call.RemoteFailure;
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
import io.helve.remote.statistics.ImportedEndpoint.Connection;
import io.helve.stream.StreamUrl;
import io.helve.stream.TlsConfig;
import io.helve.testkit.FreePorts;
import io.helve.testkit.SocketTest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Both sides count calls, remember the last failure, and tell whether they are connected. */
class CallCountsTest extends SocketTest {
    private static final MethodTable TABLE = MethodTable.of(List.of(Greeter.class), RemoteTypes.JDK);

    private final CallFormat format = new CallFormat(RemoteTypes.JDK);
    private final GreeterService service = new GreeterService();
    private final CallCounts counts = new CallCounts();
    private final ExportedService exported = new ExportedService(service, GreeterService.IDENTITY, TABLE, 2);
    private CallClient client;
    private Offer offer;

    @BeforeEach
    void open() {
        client = helve.closing(new CallClient(
                sockets, factory, format, new ClientSettings(10_000, Duration.ofMinutes(1), TlsConfig.DEFAULTS)));
        ServerSettings settings = new ServerSettings(
                new BindSettings("127.0.0.1", "127.0.0.1", 0, 0, ""), new CallLimits(10_000, 10, 10), Optional.empty());
        CallServers servers =
                helve.closing(new CallServers(sockets, format, settings, new CallWorkers(4), CallGuards.optional()));
        offer = servers.offer(exported, OfferPlace.COMMON);
    }

    @AfterEach
    void letGo() {
        service.release.countDown();
    }

    private Greeter greeter(List<StreamUrl> urls, Duration timeout) {
        return (Greeter) ServiceProxy.create(
                client,
                new ServiceProxy.Target(urls, offer.service(), 10_000, timeout),
                TABLE,
                counts,
                Greeter.class.getClassLoader(),
                List.of(Greeter.class),
                failure -> failure);
    }

    @Test
    void resultsAndExceptionsAreCountedAtBothSides() throws Exception {
        Greeter greeter = greeter(offer.urls(), SOON);
        greeter.greet("you");
        greeter.laterCards().toCompletableFuture().get();
        assertThrows(IllegalArgumentException.class, () -> greeter.fail("jdk"));
        assertEquals(3, counts.calls());
        assertEquals(1, counts.failures());
        assertEquals(0, counts.inProgress());
        assertEquals(2, counts.latency().count());
        assertTrue(counts.lastError().orElseThrow().text().contains("bad argument"));
        assertEquals(3, exported.calls());
        assertEquals(1, exported.counts().failures());
        assertEquals(3, exported.counts().latency().count());
        assertEquals(0, exported.counts().inProgress());
        assertEquals(
                "Greeter.fail has thrown java.lang.IllegalArgumentException: bad argument",
                exported.counts().lastError().orElseThrow().text());
    }

    @Test
    void callsInProgressTimeoutsAndFullServicesAreCounted() throws Exception {
        Greeter greeter = greeter(offer.urls(), SOON);
        CompletableFuture<String> first = greeter.later("a");
        CompletableFuture<String> second = greeter.later("b");
        eventually(() -> service.promised.size() == 2);
        assertEquals(2, counts.inProgress());
        assertEquals(2, exported.counts().inProgress());
        assertThrows(RemoteFailure.class, () -> greeter.greet("you"));
        assertEquals(1, exported.busy());
        service.promised.forEach(promise -> promise.complete("kept"));
        first.get();
        second.get();
        eventually(() -> counts.inProgress() == 0);
        assertThrows(
                RemoteFailure.class,
                () -> greeter(offer.urls(), Duration.ofMillis(100)).block());
        assertEquals(1, counts.timeouts());
        assertEquals(2, counts.failures());
        assertTrue(counts.lastError().orElseThrow().text().contains("no answer in time in 100 ms"));
    }

    @Test
    void aFutureThatIsCancelledIsCountedAsFailed() {
        Greeter greeter = greeter(offer.urls(), SOON);
        greeter.later("a").cancel(false);
        eventually(() -> counts.inProgress() == 0);
        assertEquals(1, counts.failures());
    }

    @Test
    void aTextOfAServiceReachesNoTerminal() {
        counts.begin();
        counts.failed("\u001b[2J" + "x".repeat(1000));
        String text = counts.lastError().orElseThrow().text();
        assertTrue(text.startsWith("\\u001b[2J"), text);
        assertTrue(text.length() < 600);
    }

    @Test
    void aConnectionIsIdleConnectedOrCannotBeMade() throws Exception {
        helve.log().expect("None of the addresses");
        assertEquals(new CallClient.Link(Connection.IDLE, ""), client.link(offer.urls()));
        greeter(offer.urls(), SOON).greet("you");
        assertEquals(new CallClient.Link(Connection.CONNECTED, ""), client.link(offer.urls()));
        List<StreamUrl> nobody = List.of(StreamUrl.parse("tcp://127.0.0.1:" + FreePorts.next()));
        CompletableFuture<String> call = greeter(nobody, SOON).later("a");
        eventually(() -> !client.link(nobody).failure().isEmpty());
        assertEquals(Connection.CONNECTING, client.link(nobody).state());
        call.cancel(false);
        List<StreamUrl> several = List.of(nobody.get(0), StreamUrl.parse("tcp://127.0.0.1:" + FreePorts.next()));
        greeter(several, SOON).later("a").orTimeout(1, TimeUnit.MILLISECONDS);
        eventually(() -> !client.link(several).failure().isEmpty());
    }
}

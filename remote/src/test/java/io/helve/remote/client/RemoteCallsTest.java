package io.helve.remote.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.AioException;
import io.helve.message.Message;
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
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.stream.StreamUrl;
import io.helve.stream.TlsConfig;
import io.helve.testkit.SocketTest;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Calls between a client and a server over tcp. */
class RemoteCallsTest extends SocketTest {
    private static final int MESSAGE_MAX = 100_000;
    private static final Duration SHORT = Duration.ofMillis(300);

    private final CallFormat format = new CallFormat(RemoteTypes.JDK);
    private final GreeterService service = new GreeterService();
    private final CallGuards guards = CallGuards.optional();
    private final CallCounts counts = new CallCounts();
    private CallServers servers;
    private CallClient client;
    private ExportedService exported;
    private Offer offer;

    @BeforeEach
    void open() {
        servers = servers(4, 50);
        client = new CallClient(sockets, factory, format, settings(MESSAGE_MAX, Duration.ofMinutes(1)));
        helve.closing(client);
        offer = offer(50);
    }

    @AfterEach
    void letGo() {
        service.release.countDown();
    }

    private CallServers servers(int workers, int callsMax) {
        ServerSettings settings = new ServerSettings(
                new BindSettings("127.0.0.1", "127.0.0.1", 0, 0, ""),
                new CallLimits(MESSAGE_MAX, callsMax, callsMax),
                Optional.empty());
        return helve.closing(new CallServers(sockets, format, settings, new CallWorkers(workers), guards));
    }

    private static ClientSettings settings(int answerMax, Duration idle) {
        return new ClientSettings(answerMax, idle, TlsConfig.DEFAULTS);
    }

    private Offer offer(int callsMax) {
        exported = new ExportedService(service, GreeterService.IDENTITY, table(), callsMax);
        return servers.offer(exported, OfferPlace.COMMON);
    }

    private static MethodTable table() {
        return MethodTable.of(List.of(Greeter.class), RemoteTypes.JDK);
    }

    private Greeter greeter() {
        return greeter(offer, SOON);
    }

    private Greeter greeter(Offer at, Duration timeout) {
        return proxy(client, new ServiceProxy.Target(at.urls(), at.service(), at.messageMax(), timeout));
    }

    private Greeter proxy(CallClient client, ServiceProxy.Target target) {
        return (Greeter) ServiceProxy.create(
                client,
                target,
                table(),
                counts,
                Greeter.class.getClassLoader(),
                List.of(Greeter.class),
                failure -> failure);
    }

    private static void assertFails(Kind kind, Executable call) {
        assertEquals(kind, assertThrows(RemoteFailure.class, call).kind());
    }

    @Test
    void overloadsVarargsNullsAndDefaultMethodsWork() {
        Greeter greeter = greeter();
        assertEquals("hello, you", greeter.greet("you"));
        assertEquals("hello, hello, you", greeter.greet("you", 2));
        assertEquals("hello, a and b", greeter.greet(List.of("a", "b")));
        assertEquals("a-b", greeter.join("a", "b"));
        assertEquals("hello, all", greeter.greetAll());
        assertNull(greeter.greet((String) null));
        greeter.nothing();
        assertEquals("true", greeter.loader());
        assertEquals(8, exported.calls());
        assertEquals(0, exported.counts().failures());
    }

    @Test
    void genericsOfInheritedInterfacesWork() {
        Greeter greeter = greeter();
        Store<String, Greeter.Card> store = greeter;
        store.put("a", new Greeter.Card("text", 2));
        assertEquals(new Greeter.Card("text", 2), store.get("a"));
        assertNull(store.get("b"));
        assertEquals("cards", store.kind());
        assertEquals("cards", greeter.kind());
        Map<String, List<Greeter.Card>> cards = Map.of("x", List.of(new Greeter.Card("y", 1)));
        assertEquals(cards, greeter.cards(cards));
    }

    @Test
    void equalsHashCodeAndToStringAreLocal() {
        Greeter one = greeter();
        Greeter other = greeter();
        assertEquals(one, one);
        assertNotEquals(one, other);
        assertNotEquals(one, OfferPlace.COMMON);
        assertEquals(one.hashCode(), one.hashCode());
        assertTrue(one.toString().contains(offer.urls().get(0).toString()), one.toString());
        assertEquals(0, exported.calls());
    }

    @Test
    void exceptionsThatTheMethodDeclaresAndThoseOfTheJdkArriveAsThemselves() {
        Greeter greeter = greeter();
        Exception declared = assertThrows(Greeter.RefusedException.class, () -> greeter.fail("declared"));
        assertEquals("as declared", declared.getMessage());
        assertTrue(declared.getCause().getMessage().contains("GreeterService.fail"), "the stack of the server");
        assertEquals(
                "bad argument",
                assertThrows(IllegalArgumentException.class, () -> greeter.fail("jdk"))
                        .getMessage());
        assertThrows(NullPointerException.class, () -> greeter.fail("?"));
        assertEquals(3, exported.counts().failures());
    }

    @Test
    void otherExceptionsAreDescribedInText() {
        Greeter greeter = greeter();
        Exception derived = assertThrows(Greeter.RefusedException.class, () -> greeter.fail("derived"));
        assertEquals(Greeter.RefusedException.class, derived.getClass());
        assertTrue(derived.getMessage().contains("HarshException: more than declared"), derived.getMessage());
        IOException file = assertThrows(IOException.class, () -> greeter.fail("file"));
        assertTrue(file.getMessage().contains(FileNotFoundException.class.getName()), file.getMessage());
        RemoteFailure own = assertThrows(RemoteFailure.class, () -> greeter.fail("own"));
        assertEquals(Kind.SERVICE_EXCEPTION, own.kind());
        assertTrue(own.getMessage().contains("Unknown: nobody knows me"), own.getMessage());
        assertFails(Kind.SERVICE_EXCEPTION, () -> greeter.fail("error"));
    }

    @Test
    void promisesHoldNoWorker() throws Exception {
        Greeter greeter = greeter();
        List<CompletableFuture<String>> promises =
                Stream.of("a", "b", "c", "d", "e", "f").map(greeter::later).toList();
        eventually(() -> service.promised.size() == 6);
        assertEquals("hello, you", greeter.greet("you")); // although there are four workers only
        service.promised.forEach(promise -> promise.complete("kept"));
        for (CompletableFuture<String> promise : promises) {
            assertEquals("kept", promise.get(SOON.toSeconds(), TimeUnit.SECONDS));
        }
        assertEquals(0, exported.counts().inProgress());
        assertEquals(
                List.of(new Greeter.Card("a", 1)),
                greeter.laterCards().toCompletableFuture().get());
        Future<String> plain = greeter.plain("p");
        assertEquals("p", plain.get());
    }

    @Test
    void promisesThatAreKeptAllAtOnceAreAllAnswered() throws Exception {
        CallServers wide = servers(4, 2000);
        Greeter greeter = greeter(
                wide.offer(new ExportedService(service, GreeterService.IDENTITY, table(), 2000), OfferPlace.COMMON),
                SOON);
        List<CompletableFuture<String>> promises =
                IntStream.range(0, 2000).mapToObj(i -> greeter.later("a")).toList();
        eventually(() -> service.promised.size() == 2000);
        String large = "x".repeat(1000);
        service.promised.forEach(promise -> promise.complete(large));
        for (CompletableFuture<String> promise : promises) {
            assertEquals(large, promise.get(SOON.toSeconds(), TimeUnit.SECONDS));
        }
    }

    @Test
    void aPromiseFailsAsTheCallWouldHave() {
        Greeter greeter = greeter();
        ExecutionException failed = assertThrows(
                ExecutionException.class, () -> greeter.later("fail").get());
        assertInstanceOf(RemoteFailure.class, failed.getCause()); // the method declares no exception
        assertTrue(failed.getCause().getMessage().contains("RefusedException: later"));
        CompletableFuture<String> late = greeter(offer, SHORT).later("late");
        ExecutionException over = assertThrows(ExecutionException.class, late::get);
        assertEquals(Kind.TIMED_OUT, ((RemoteFailure) over.getCause()).kind());
    }

    @Test
    void aPromiseThatIsCancelledGivesUpItsCall() throws Exception {
        CompletableFuture<String> promise = greeter().later("a");
        eventually(() -> service.promised.size() == 1);
        promise.cancel(true);
        service.promised.forEach(each -> each.complete("too late"));
        eventually(() -> exported.counts().inProgress() == 0);
        assertEquals("hello, you", greeter().greet("you"));
    }

    @Test
    void aCallThatTakesTooLongEndsAndOthersGoOn() {
        assertFails(Kind.TIMED_OUT, () -> greeter(offer, SHORT).block());
        assertEquals("hello, you", greeter().greet("you"));
        assertTrue(service.blocked.get() <= 1, "on a slow machine the call may never have been sent");
    }

    @Test
    void aServerThatDoesNotExistIsNotWaitedForLongerThanTheTimeout() {
        offer.close();
        assertFails(Kind.TIMED_OUT, () -> greeter(offer, SHORT).greet("you"));
    }

    @Test
    void aCallWhoseConnectionIsLostIsNotMadeAgain() throws Exception {
        CompletableFuture<Void> blocked = CompletableFuture.runAsync(() -> {
            try {
                greeter().block();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        eventually(() -> service.blocked.get() == 1);
        String port = offer.urls().get(0).toString();
        offer.close(); // the last one: the server ends
        ExecutionException failed = assertThrows(ExecutionException.class, blocked::get);
        assertEquals(Kind.DISCONNECTED, ((RemoteFailure) failed.getCause()).kind());
        assertEquals(0, servers.size());
        offer = servers.offer(exported, OfferPlace.own(List.of(StreamUrl.parse(port))));
        assertEquals("hello, again", greeter().greet("again"));
        assertEquals(1, service.blocked.get());
    }

    @Test
    void moreCallsThanAllowedAreRefusedAtOnce() throws Exception {
        Offer narrow = offer(1);
        CompletableFuture<String> first = greeter(narrow, SOON).later("a");
        eventually(() -> service.promised.size() == 1);
        assertFails(Kind.BUSY, () -> greeter(narrow, SOON).greet("you"));
        service.promised.forEach(promise -> promise.complete("kept"));
        assertEquals("kept", first.get());
        assertEquals("hello, you", greeter(narrow, SOON).greet("you"));
    }

    @Test
    void theCallsOfAllServicesOfAServerAreLimitedTogether() throws Exception {
        CallServers small = servers(1, 2);
        Offer at = small.offer(new ExportedService(service, GreeterService.IDENTITY, table(), 50), OfferPlace.COMMON);
        CompletableFuture<String> first = greeter(at, SOON).later("a");
        CompletableFuture<String> second = greeter(at, SOON).later("b");
        eventually(() -> service.promised.size() == 2);
        assertFails(Kind.BUSY, () -> greeter(at, SOON).greet("you"));
        service.promised.forEach(promise -> promise.complete("kept"));
        assertEquals("keptkept", first.get() + second.get());
        assertEquals("hello, you", greeter(at, SOON).greet("you"));
    }

    @Test
    void aMessageThatIsTooLargeFailsItsCallOnly() {
        Greeter greeter = greeter();
        byte[] fits = new byte[MESSAGE_MAX - 100];
        assertArrayEquals(fits, greeter.echo(fits));
        assertFails(Kind.UNWRITABLE_CALL, () -> greeter.echo(new byte[MESSAGE_MAX]));
        CallClient modest =
                helve.closing(new CallClient(sockets, factory, format, settings(1000, Duration.ofMinutes(1))));
        Greeter other = proxy(modest, new ServiceProxy.Target(offer.urls(), offer.service(), MESSAGE_MAX, SOON));
        assertFails(Kind.ANSWER_TOO_LARGE, () -> other.echo(fits));
        assertEquals("hello, you", other.greet("you"));
        assertEquals("hello, you", greeter.greet("you"));
    }

    @Test
    void aServiceThatHasGoneIsNotCalled() {
        Offer other = offer(1);
        offer.close();
        offer.close();
        assertFails(Kind.NO_SERVICE, () -> greeter(offer, SOON).greet("you"));
        assertEquals("hello, you", greeter(other, SOON).greet("you"));
    }

    /** An interface that the service does not have. */
    public interface Stranger {
        void secret();
    }

    @Test
    void onlyMethodsOfTheExportedInterfacesCanBeCalled() {
        Stranger stranger = (Stranger) ServiceProxy.create(
                client,
                new ServiceProxy.Target(offer.urls(), offer.service(), MESSAGE_MAX, SOON),
                MethodTable.of(List.of(Stranger.class), RemoteTypes.JDK),
                new CallCounts(),
                Stranger.class.getClassLoader(),
                List.of(Stranger.class),
                failure -> failure);
        assertFails(Kind.NO_METHOD, stranger::secret);
    }

    @Test
    void garbageIsAnsweredAndHarmsNobody() throws Exception {
        SpSocket hostile = helve.closing(open(SpProtocol.REQ));
        hostile.dial(offer.urls().get(0));
        for (byte[] bytes : List.of(new byte[0], new byte[] {1, 2, 3}, "hello".getBytes(), new byte[1000])) {
            hostile.send(messages.of(bytes));
            try (Message answer = hostile.receive()) {
                RemoteFailure failure = assertThrows(
                        RemoteFailure.class,
                        () -> format.readAnswer(
                                answer.toByteArray(), table().find(Greeter.class.getMethod("nothing"))));
                assertEquals(Kind.MALFORMED_CALL, failure.kind());
            }
        }
        assertEquals("hello, you", greeter().greet("you"));
    }

    @Test
    void aConnectionThatIsIdleIsClosedAndOpenedAgain() {
        CallClient brief =
                helve.closing(new CallClient(sockets, factory, format, settings(MESSAGE_MAX, Duration.ofMillis(20))));
        assertEquals(0, brief.connections());
        Greeter greeter = proxy(brief, new ServiceProxy.Target(offer.urls(), offer.service(), MESSAGE_MAX, SOON));
        greeter.greet("you");
        eventually(() -> brief.connections() == 0);
        assertEquals("hello, again", greeter.greet("again"));
    }

    @Test
    void theCallerMayBeInterrupted() throws Exception {
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            try {
                greeter().block();
            } catch (Throwable e) {
                thrown.complete(Thread.currentThread().isInterrupted() ? e : new AssertionError("not interrupted"));
            }
        });
        caller.start();
        eventually(() -> service.blocked.get() == 1);
        caller.interrupt();
        assertEquals(
                Kind.INTERRUPTED,
                assertInstanceOf(RemoteFailure.class, thrown.get()).kind());
    }

    @Test
    void aClosedClientAndClosedServersRefuseAllAndCloseTwice() {
        client.close();
        client.close();
        assertFails(Kind.CLOSED, () -> greeter().greet("you"));
        servers.close();
        servers.close();
        assertThrows(AioException.class, () -> servers.offer(exported, OfferPlace.COMMON));
        offer.close();
    }

    @Test
    void noPortIsOpenWithoutAService() {
        CallServers idle = servers(1, 1);
        assertEquals(0, idle.size());
        Offer one = idle.offer(exported, OfferPlace.COMMON);
        Offer two = idle.offer(exported, OfferPlace.COMMON);
        assertEquals(one.urls(), two.urls());
        assertEquals(1, idle.size());
        one.close();
        assertEquals(1, idle.size());
        two.close();
        assertEquals(0, idle.size());
    }
}

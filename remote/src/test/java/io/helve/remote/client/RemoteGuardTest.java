package io.helve.remote.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.remote.call.CallCounts;
import io.helve.remote.call.CallFormat;
import io.helve.remote.call.MethodTable;
import io.helve.remote.call.RemoteFailure;
import io.helve.remote.call.RemoteFailure.Kind;
import io.helve.remote.call.RemoteTypes;
import io.helve.remote.guard.RemoteCall;
import io.helve.remote.guard.RemoteCallGuard;
import io.helve.remote.server.BindSettings;
import io.helve.remote.server.CallGuards;
import io.helve.remote.server.CallGuards.Audit;
import io.helve.remote.server.CallGuards.WithoutGuard;
import io.helve.remote.server.CallLimits;
import io.helve.remote.server.CallServers;
import io.helve.remote.server.CallWorkers;
import io.helve.remote.server.ExportedService;
import io.helve.remote.server.Offer;
import io.helve.remote.server.OfferPlace;
import io.helve.remote.server.ServerSettings;
import io.helve.stream.StreamProperty;
import io.helve.stream.StreamUrl;
import io.helve.stream.TlsConfig;
import io.helve.testkit.SocketTest;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Guards decide who may call which method of which service. */
class RemoteGuardTest extends SocketTest {
    private static final MethodTable TABLE = MethodTable.of(List.of(Greeter.class), RemoteTypes.JDK);

    @TempDir
    private Path folder;

    private final CallFormat format = new CallFormat(RemoteTypes.JDK);
    private final GreeterService service = new GreeterService();
    private final ExportedService exported = new ExportedService(service, GreeterService.IDENTITY, TABLE, 10);
    private final AtomicReference<RemoteCall> asked = new AtomicReference<>();
    private CallClient client;

    @BeforeEach
    void open() {
        client = helve.closing(new CallClient(
                sockets, factory, format, new ClientSettings(10_000, Duration.ofMinutes(1), TlsConfig.DEFAULTS)));
    }

    private Greeter greeter(CallGuards guards, String url) {
        ServerSettings settings = new ServerSettings(
                new BindSettings("127.0.0.1", "127.0.0.1", 0, 0, ""), new CallLimits(10_000, 10, 10), Optional.empty());
        CallServers servers = helve.closing(new CallServers(sockets, format, settings, new CallWorkers(4), guards));
        Offer offer = servers.offer(exported, OfferPlace.own(List.of(StreamUrl.parse(url))));
        return (Greeter) ServiceProxy.create(
                client,
                new ServiceProxy.Target(offer.urls(), offer.service(), 10_000, SOON),
                TABLE,
                new CallCounts(),
                Greeter.class.getClassLoader(),
                List.of(Greeter.class),
                failure -> failure);
    }

    private Greeter greeter(CallGuards guards) {
        return greeter(guards, "tcp://127.0.0.1:0");
    }

    private Greeter guarded(RemoteCallGuard guard) {
        CallGuards guards = CallGuards.optional();
        guards.add(guard);
        return greeter(guards);
    }

    private static void assertRefused(Runnable call) {
        RemoteFailure failure = assertThrows(RemoteFailure.class, call::run);
        assertEquals(Kind.REFUSED, failure.kind());
        assertEquals("the server does not allow this caller to call Greeter.greet", failure.getMessage());
    }

    @Test
    void aGuardIsToldTheServiceTheMethodAndTheCaller() {
        Greeter greeter = guarded(call -> {
            asked.set(call);
            return true;
        });
        assertEquals("hello, you", greeter.greet("you"));
        RemoteCall call = asked.get();
        assertEquals(List.of(Greeter.class.getName()), call.interfaces());
        assertEquals(Map.of("colour", "red"), call.properties());
        assertEquals("greet", call.method().getName());
        assertEquals(List.of(String.class), List.of(call.method().getParameterTypes()));
        InetSocketAddress address = assertInstanceOf(
                InetSocketAddress.class, call.caller().address().orElseThrow());
        assertTrue(address.getAddress().isLoopbackAddress());
        assertEquals(Optional.empty(), call.caller().certificate());
        assertEquals(OptionalInt.empty(), call.caller().userId());
        assertEquals(Optional.empty(), call.caller().get(StreamProperty.TLS_VERSION));
    }

    @Test
    void aGuardSeesTheProcessOfACallerOverIpcIfTheSystemTellsIt() {
        CallGuards guards = CallGuards.optional();
        guards.add(call -> {
            asked.set(call);
            return true;
        });
        assertEquals(
                "hello, you",
                greeter(guards, "ipc://" + folder.resolve("guarded")).greet("you"));
        OptionalInt process = asked.get().caller().processId();
        boolean isNio = asked.get().caller().get(StreamProperty.TRANSPORT).equals(Optional.of("nio"));
        assertEquals(
                isNio
                        ? OptionalInt.empty()
                        : OptionalInt.of((int) ProcessHandle.current().pid()),
                process);
        assertEquals(isNio, asked.get().caller().userId().isEmpty());
    }

    @Test
    void aRefusalIsToldToTheCallerAndLoggedAndTheServiceIsNotCalled() {
        Greeter greeter = guarded(call -> !call.method().getName().equals("greet"));
        assertRefused(() -> greeter.greet("you"));
        assertTrue(helve.log()
                .take("A remote call of Greeter.greet has been refused; its caller: address /127.0.0.1:")
                .getMessage()
                .contains("127.0.0.1"));
        assertRefused(() -> greeter.greet("again")); // and the log says nothing for a minute
        assertEquals(2, exported.refusals());
        assertEquals(0, exported.calls());
        greeter.nothing();
        assertEquals(1, exported.calls());
    }

    @Test
    void aGuardThatThrowsRefuses() {
        Greeter greeter = guarded(call -> {
            throw new Exception("undecided");
        });
        assertRefused(() -> greeter.greet("you"));
        Throwable thrown = helve.log()
                .take("A guard of remote calls has failed and so refuses the call")
                .getThrown();
        assertEquals("undecided", thrown.getMessage());
        helve.log().take("A remote call of Greeter.greet has been refused");
        assertEquals(0, exported.calls());
    }

    @Test
    void allGuardsMustAllowACall() {
        helve.log().expect("has been refused");
        CallGuards guards = CallGuards.optional();
        Greeter greeter = greeter(guards);
        RemoteCallGuard yes = call -> true;
        RemoteCallGuard no = call -> false;
        guards.add(yes);
        assertEquals("hello, you", greeter.greet("you"));
        guards.add(no);
        assertRefused(() -> greeter.greet("you"));
        guards.remove(no);
        assertEquals("hello, you", greeter.greet("you"));
    }

    @Test
    void ifAGuardIsRequiredNoCallIsMadeWithoutOne() {
        helve.log().expect("has been refused");
        CallGuards guards = new CallGuards(WithoutGuard.REFUSE, Audit.REFUSED);
        Greeter greeter = greeter(guards);
        assertRefused(() -> greeter.greet("you"));
        guards.add(call -> true);
        assertEquals("hello, you", greeter.greet("you"));
    }

    @Test
    void aGuardThatBlocksHoldsItsCallOnly() throws Exception {
        CountDownLatch decided = new CountDownLatch(1);
        CountDownLatch blocked = new CountDownLatch(1);
        Greeter greeter = guarded(call -> {
            if (call.method().getName().equals("later")) {
                blocked.countDown();
                decided.await();
            }
            return true;
        });
        CompletableFuture<String> later = greeter.later("a");
        blocked.await();
        assertEquals("hello, you", greeter.greet("you"));
        assertFalse(later.isDone());
        decided.countDown();
        eventually(() -> service.promised.size() == 1);
        service.promised.forEach(promise -> promise.complete("kept"));
        assertEquals("kept", later.get());
    }

    @Test
    void anAuditLogsEachCallThatIsMade() {
        CallGuards guards = new CallGuards(WithoutGuard.ALLOW, Audit.ALL);
        Greeter greeter = greeter(guards);
        greeter.greet("you", 2);
        greeter.greet("you", 2);
        List<String> lines = helve.log().notices().stream()
                .filter(line -> line.contains("A remote call of"))
                .toList();
        assertEquals(2, lines.size());
        assertTrue(
                lines.get(0)
                        .startsWith("A remote call of greet(String, int) of io.helve.remote.client.Greeter is made; its"
                                + " caller: address /127.0.0.1:"),
                lines.get(0));
    }
}

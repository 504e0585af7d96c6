package io.helve.remote.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.AioRuntime;
import io.helve.remote.call.CallCounts;
import io.helve.remote.call.CallFormat;
import io.helve.remote.call.MethodTable;
import io.helve.remote.call.RemoteFailure;
import io.helve.remote.call.RemoteFailure.Kind;
import io.helve.remote.call.RemoteMethod;
import io.helve.remote.call.RemoteTypes;
import io.helve.remote.codec.Cbor;
import io.helve.remote.server.BindSettings;
import io.helve.remote.server.CallGuards;
import io.helve.remote.server.CallLimits;
import io.helve.remote.server.CallServers;
import io.helve.remote.server.CallWorkers;
import io.helve.remote.server.ExportedService;
import io.helve.remote.server.Offer;
import io.helve.remote.server.OfferPlace;
import io.helve.remote.server.ServerSettings;
import io.helve.sp.SpSockets;
import io.helve.stream.StreamUrl;
import io.helve.stream.TlsConfig;
import io.helve.testkit.HelveRuntime;
import io.helve.testkit.SocketTest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Callers that want to keep a server from others, and services and guards that misbehave. */
class HostileCallersTest extends SocketTest {
    private static final MethodTable TABLE = MethodTable.of(List.of(Greeter.class), RemoteTypes.JDK);
    private static final int MESSAGE_MAX = 100_000;
    private static final int CALLS = 20;
    private static final int WORKERS = 4;

    @TempDir
    private Path folder;

    private final CallFormat format = new CallFormat(RemoteTypes.JDK);
    private final GreeterService service = new GreeterService();
    private final CallGuards guards = CallGuards.optional();
    private final List<RawCaller> callers = new ArrayList<>();
    private ExportedService exported;
    private Offer offer;
    private Greeter neighbour;

    @BeforeEach
    void open() {
        CallClient client = helve.closing(new CallClient(
                sockets, factory, format, new ClientSettings(MESSAGE_MAX, Duration.ofMinutes(1), TlsConfig.DEFAULTS)));
        ServerSettings settings = new ServerSettings(
                new BindSettings("127.0.0.1", "127.0.0.1", 0, 0, folder.toString()),
                new CallLimits(MESSAGE_MAX, CALLS, 0),
                Optional.empty());
        CallServers servers =
                helve.closing(new CallServers(sockets, format, settings, new CallWorkers(WORKERS), guards));
        exported = new ExportedService(service, GreeterService.IDENTITY, TABLE, 1000);
        offer = servers.offer(exported, OfferPlace.COMMON);
        StreamUrl ipc = offer.urls().get(1);
        neighbour = (Greeter) ServiceProxy.create(
                client,
                new ServiceProxy.Target(List.of(ipc), offer.service(), MESSAGE_MAX, Duration.ofSeconds(10)),
                TABLE,
                new CallCounts(),
                Greeter.class.getClassLoader(),
                List.of(Greeter.class),
                failure -> failure);
    }

    @AfterEach
    void letGo() throws IOException {
        service.release.countDown();
        for (RawCaller caller : callers) {
            caller.close();
        }
    }

    private RawCaller caller(String from) throws IOException {
        RawCaller caller = new RawCaller(offer.urls().get(0).port(), from);
        callers.add(caller);
        return caller;
    }

    private Cbor.Bytes call(String name, Class<?>[] types, Object... arguments) throws Exception {
        RemoteMethod method = TABLE.find(Greeter.class.getMethod(name, types));
        return format.call(offer.service(), method, arguments, MESSAGE_MAX, MESSAGE_MAX);
    }

    @Test
    void aCallerThatReadsNoAnswersDoesNotKeepTheServerFromOthers() throws Exception {
        helve.log().expect("its caller does not read its answers");
        Cbor.Bytes large = call("greet", new Class<?>[] {String.class, int.class}, "you", 10_000);
        RawCaller deaf = caller("127.0.0.1");
        for (int i = 0; i < 2000; i++) { // each answer is as long as 500 calls; two megabytes fill the connection
            deaf.send(large.array(), large.size());
        }
        eventually(() -> exported.calls() >= CALLS / 2);
        assertEquals("hello, you", neighbour.greet("you"));
    }

    @Test
    void allLoopbackAddressesAreOneCaller() throws Exception {
        Cbor.Bytes block = call("block", new Class<?>[0]);
        for (int i = 1; i <= WORKERS; i++) {
            caller("127.0.0." + i).send(block.array(), block.size());
        }
        eventually(() -> service.blocked.get() == WORKERS - 1);
        assertEquals("hello, you", neighbour.greet("you"));
        assertEquals(WORKERS - 1, service.blocked.get());
    }

    @Test
    void aClassLoaderThatAGuardLeavesBehindDoesNotStayOnTheWorker() throws Exception {
        ClassLoader foreign = new ClassLoader(null) {};
        List<ClassLoader> seen = new ArrayList<>();
        guards.add(call -> {
            synchronized (seen) {
                seen.add(Thread.currentThread().getContextClassLoader());
            }
            Thread.currentThread().setContextClassLoader(foreign);
            return true;
        });
        for (int i = 0; i < 2 * WORKERS; i++) {
            assertEquals("true", neighbour.loader());
        }
        synchronized (seen) {
            assertTrue(seen.stream().noneMatch(foreign::equals));
        }
    }

    @Test
    void aGuardThatThrowsAnErrorRefuses() {
        helve.log().expect("has failed and so refuses");
        helve.log().expect("has been refused");
        guards.add(call -> {
            throw new StackOverflowError();
        });
        for (int i = 0; i < 2 * CALLS; i++) { // none of the calls counts any more
            assertEquals(
                    Kind.REFUSED,
                    assertThrows(RemoteFailure.class, () -> neighbour.greet("you"))
                            .kind());
        }
        assertEquals(2 * CALLS, exported.refusals());
    }

    @Test
    void anExceptionWhoseMethodsFailIsAnsweredAsAnyOther() {
        for (int i = 0; i < 2 * CALLS; i++) {
            RemoteFailure failure = assertThrows(RemoteFailure.class, () -> neighbour.fail("evil"));
            assertEquals(Kind.SERVICE_EXCEPTION, failure.kind());
        }
        eventually(() -> exported.counts().inProgress() == 0);
        assertEquals("hello, you", neighbour.greet("you"));
    }

    @Test
    void aServerWhoseBundleHasUsedUpItsHandlesReceivesAgainWhenCallsHaveEnded() throws Exception {
        AioRuntime limited = helve.open(
                HelveRuntime.settings().pool("limited").handlesMax(40).build());
        ServerSettings settings = new ServerSettings(
                new BindSettings("127.0.0.1", "127.0.0.1", 0, 0, ""),
                new CallLimits(MESSAGE_MAX, 1000, 1000),
                Optional.empty());
        try (CallServers servers =
                new CallServers(limited.service(SpSockets.class), format, settings, new CallWorkers(WORKERS), guards)) {
            offer = servers.offer(exported, OfferPlace.COMMON);
            Cbor.Bytes later = call("later", new Class<?>[] {String.class}, "a");
            RawCaller caller = caller("127.0.0.1");
            int calls = 60;
            for (int i = 0; i < calls; i++) {
                caller.send(later.array(), later.size());
            }
            eventually(() -> limited.snapshot().total().open() == 40);
            for (int i = 0; i < calls; i++) {
                eventually(() -> !service.promised.isEmpty());
                service.promised.remove().complete("kept");
                assertTrue(caller.receive().length > 0);
            }
        }
    }
}

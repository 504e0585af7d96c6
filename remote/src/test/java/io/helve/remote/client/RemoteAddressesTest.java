package io.helve.remote.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.AioError;
import io.helve.remote.call.CallCounts;
import io.helve.remote.call.CallFormat;
import io.helve.remote.call.MethodTable;
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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server has several addresses, of which clients use the first that works. */
class RemoteAddressesTest extends SocketTest {
    private static final MethodTable TABLE = MethodTable.of(List.of(Greeter.class), RemoteTypes.JDK);
    private static final StreamUrl ANY = StreamUrl.parse("tcp://127.0.0.1:0");

    @TempDir
    private Path folder;

    private final CallFormat format = new CallFormat(RemoteTypes.JDK);
    private final ExportedService service =
            new ExportedService(new GreeterService(), GreeterService.IDENTITY, TABLE, 10);
    private CallClient client;

    @BeforeEach
    void open() {
        client = helve.closing(new CallClient(
                sockets, factory, format, new ClientSettings(10_000, Duration.ofMinutes(1), TlsConfig.DEFAULTS)));
    }

    private CallServers servers(String ipcFolder) {
        ServerSettings settings = new ServerSettings(
                new BindSettings("127.0.0.1", "127.0.0.1", 0, 0, ipcFolder),
                new CallLimits(10_000, 10, 10),
                Optional.empty());
        return helve.closing(new CallServers(sockets, format, settings, new CallWorkers(2), CallGuards.optional()));
    }

    private StreamUrl ipc(String name) {
        return StreamUrl.parse("ipc://" + folder.resolve(name));
    }

    private Greeter greeter(Offer offer, List<StreamUrl> urls) {
        return (Greeter) ServiceProxy.create(
                client,
                new ServiceProxy.Target(urls, offer.service(), 10_000, SOON),
                TABLE,
                new CallCounts(),
                Greeter.class.getClassLoader(),
                List.of(Greeter.class),
                failure -> failure);
    }

    @Test
    void aServiceIsCalledAtEachOfItsAddresses() {
        Offer offer = servers("").offer(service, OfferPlace.own(List.of(ANY, ANY, ipc("a"))));
        assertEquals(3, offer.urls().size());
        for (StreamUrl url : offer.urls()) {
            assertEquals("hello, you", greeter(offer, List.of(url)).greet("you"), url.toString());
        }
    }

    @Test
    void theFirstAddressThatWorksIsUsed() {
        Offer offer = servers("").offer(service, OfferPlace.own(List.of(ANY)));
        List<StreamUrl> urls = List.of(
                ipc("missing"),
                StreamUrl.parse("tcp://127.0.0.1:1"),
                offer.urls().get(0));
        assertEquals("hello, you", greeter(offer, urls).greet("you"));
    }

    @Test
    void whenTheConnectionIsLostTheAddressesAreTriedAgain() {
        CallServers servers = servers("");
        Offer first = servers.offer(service, OfferPlace.own(List.of(ipc("first"))));
        Offer second = servers.offer(service, OfferPlace.own(List.of(ANY)));
        List<StreamUrl> urls = List.of(first.urls().get(0), second.urls().get(0));
        assertEquals("hello, you", greeter(first, urls).greet("you"));
        first.close();
        assertEquals("hello, again", until(greeter(second, urls)));
    }

    /** A call may be sent while the loss of the connection is not yet known, and then fails. */
    private static String until(Greeter greeter) {
        String[] answer = new String[1];
        eventually(() -> {
            try {
                answer[0] = greeter.greet("again");
                return true;
            } catch (RuntimeException e) {
                return false;
            }
        });
        return answer[0];
    }

    @Test
    void anAddressThatWorksAgainIsFoundWithoutAnother() {
        helve.log().expect("None of the addresses");
        CallServers servers = servers("");
        Offer offer = servers.offer(service, OfferPlace.own(List.of(ANY)));
        StreamUrl url = offer.urls().get(0);
        List<StreamUrl> urls = List.of(ipc("missing"), url);
        assertEquals("hello, you", greeter(offer, urls).greet("you"));
        offer.close();
        Offer back = servers.offer(service, OfferPlace.own(List.of(url)));
        assertEquals("hello, again", until(greeter(back, urls)));
    }

    @Test
    void anAddressThatCannotBeBoundClosesTheOthers() {
        CallServers servers = servers("");
        Offer taken = servers.offer(service, OfferPlace.own(List.of(ANY)));
        StreamUrl url = taken.urls().get(0);
        assertFails(AioError.EADDRINUSE, () -> servers.offer(service, OfferPlace.own(List.of(ipc("b"), url))));
        assertEquals(1, servers.size());
        Offer free = servers.offer(service, OfferPlace.own(List.of(ipc("b"))));
        assertEquals("hello, you", greeter(free, free.urls()).greet("you"));
    }

    @Test
    void theFolderOfIpcHasASocketFileForTheOwnerOnly() throws IOException {
        Offer offer = servers(folder.toString()).offer(service, OfferPlace.COMMON);
        assertEquals(
                List.of("tcp", "ipc"),
                offer.urls().stream().map(StreamUrl::scheme).toList());
        Path file = Path.of(offer.urls().get(1).path());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals("hello, you", greeter(offer, List.of(offer.urls().get(1))).greet("you"));
        offer.close();
        try (Stream<Path> files = Files.list(folder)) {
            assertTrue(files.toList().isEmpty());
        }
    }
}

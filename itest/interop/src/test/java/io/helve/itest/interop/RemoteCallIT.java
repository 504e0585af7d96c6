package io.helve.itest.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
import io.helve.remote.server.ServiceIdentity;
import io.helve.testkit.Installed;
import io.helve.testkit.Program;
import io.helve.testkit.SocketTest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Remote services are called by programs in other languages, which know the bytes from {@code docs/remote-services.md}.
 */
class RemoteCallIT extends SocketTest {
    private static final Path SOURCES = Path.of("src", "test");

    private Offer offer;

    /** The service. */
    public interface Host {
        String greet(String name, int count);
    }

    @BeforeEach
    void offerTheService() {
        Host host = (name, count) -> "hello, ".repeat(count) + name;
        ServerSettings settings = new ServerSettings(
                new BindSettings("127.0.0.1", "127.0.0.1", 0, 0, ""), new CallLimits(10_000, 10, 10), Optional.empty());
        CallServers servers = helve.closing(new CallServers(
                sockets, new CallFormat(RemoteTypes.JDK), settings, new CallWorkers(2), CallGuards.optional()));
        ServiceIdentity identity = new ServiceIdentity(List.of(Host.class.getName()), Map.of());
        MethodTable table = MethodTable.of(List.of(Host.class), RemoteTypes.JDK);
        offer = servers.offer(new ExportedService(host, identity, table, 10), OfferPlace.COMMON);
    }

    private static void assertPrints(String text, String... command) {
        try (Program program = Program.start(command)) {
            assertEquals(0, program.awaitExit(), program::toString);
            assertEquals(text, program.text().strip());
        }
    }

    @Test
    void aProgramInPythonCallsAService() {
        Installed.programs("python3");
        assertPrints(
                "[1, 0, 'hello, hello, you']",
                "python3",
                SOURCES.resolve("python/call.py").toString(),
                Integer.toString(offer.urls().get(0).port()),
                Long.toString(offer.service()),
                "you",
                "2");
    }

    @Test
    void aProgramInPythonIsToldThatTheServiceDoesNotExist() {
        Installed.programs("python3");
        assertPrints(
                "[1, 2, 2, 'the server does not have the service']",
                "python3",
                SOURCES.resolve("python/call.py").toString(),
                Integer.toString(offer.urls().get(0).port()),
                Long.toString(offer.service() ^ 1),
                "you",
                "2");
    }

    @Test
    void aProgramInCCallsAServiceWithNng() throws Exception {
        Installed.programs("gcc");
        Installed.file(Path.of("/usr/include/nng/nng.h"));
        Path program = Path.of(System.getProperty("build.dir"), "c", "call");
        Files.createDirectories(program.getParent());
        Program.run(List.of(
                "gcc",
                "-std=c11",
                "-Wall",
                "-Wextra",
                "-Werror",
                "-o",
                program.toString(),
                SOURCES.resolve("c/call.c").toString(),
                "-lnng"));
        byte[] digest = MessageDigest.getInstance("SHA-256")
                .digest("greet(java.lang.String,int)".getBytes(StandardCharsets.UTF_8));
        assertPrints(
                "hello, hello, you",
                program.toString(),
                offer.urls().get(0).toString(),
                Long.toString(offer.service()),
                Long.toString(ByteBuffer.wrap(digest).getLong()),
                "you",
                "2");
    }
}

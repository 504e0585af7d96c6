package io.helve.net.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.net.StreamTest;
import io.helve.stream.StreamConfig;
import io.helve.stream.StreamConfig.Transport;
import io.helve.testkit.ChildJvm;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which paths socket files may have. */
@EnabledOnOs(OS.LINUX)
class SocketPathTest extends StreamTest {
    private static final Map<Transport, Integer> LONGEST =
            Map.of(Transport.NIO, 106, Transport.EPOLL, 107, Transport.IO_URING, 107);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"NIO", "EPOLL", "IO_URING"})
    void theLongestPathIsThatOfTheTransport(Transport transport) {
        control.configure(StreamConfig.DEFAULTS.withTransport(transport));
        int longest = LONGEST.get(transport);
        String path = directory + "/";
        String url = "ipc://" + path + "x".repeat(longest - path.length());
        connect(listen(url));
        AioException refused = assertThrows(AioException.class, () -> listen(url + "x"));
        assertEquals(AioError.EADDRINVAL, refused.error());
        assertTrue(refused.getMessage().contains("1 to " + longest + " bytes"), refused::getMessage);
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"NIO", "EPOLL", "IO_URING"})
    void aPathBeyondAsciiWorksInTheCLocaleWithNativeTransportsAndIsRefusedWithTheJdks(Transport transport)
            throws Exception {
        ChildJvm child = new ChildJvm(directory).env("LC_ALL", "C").env("LANG", "C");
        String said = child.run(IpcGreeting.class, transport.name(), directory.toString());
        assertEquals(transport == Transport.NIO ? "EADDRINVAL\n[]\n" : "hello\n[]\n", said);
    }
}

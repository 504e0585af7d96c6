package io.helve.net.ipc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.net.StreamTest;
import io.helve.stream.AbstractAddress;
import io.helve.stream.StreamConfig;
import io.helve.stream.StreamConfig.Transport;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Names of sockets that have no file, as nng's {@code abstract://} has them. */
@EnabledOnOs(OS.LINUX)
class AbstractNamesTest extends StreamTest {
    private final String unique = UUID.randomUUID().toString();

    private void exchange(StreamListener listener) {
        Pair pair = connect(listener);
        sendAll(pair.dialed(), bytes("hello"));
        assertArrayEquals(bytes("hello"), receive(pair.accepted(), 5));
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"EPOLL", "IO_URING"})
    void namesArePercentDecodedSoThatTheyMayHoldAnyByte(Transport transport) throws Exception {
        control.configure(StreamConfig.DEFAULTS.withTransport(transport));
        StreamListener listener = listen("abstract://" + unique + "%00%41%2fz");
        assertEquals(new AbstractAddress(unique + "\0A/z"), listener.localAddress());
        exchange(listener);
        // a zero byte is shown as @ by the kernel
        assertTrue(Files.readString(Path.of("/proc/net/unix")).contains("@" + unique + "@A/z"));
        assertEquals(
                AioError.EADDRINUSE,
                assertThrows(AioException.class, () -> listen("abstract://" + unique + "%00A/z"))
                        .error());
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"EPOLL", "IO_URING"})
    void theKernelChoosesTheNameOfAListenerWithoutOne(Transport transport) {
        control.configure(StreamConfig.DEFAULTS.withTransport(transport));
        StreamListener one = listen("abstract://");
        StreamListener two = listen("abstract://");
        assertNotEquals(one.localAddress(), two.localAddress());
        assertNotEquals("", one.dialUrl().path());
        exchange(one);
        exchange(two);
    }

    @Test
    void permissionsAreIgnoredBecauseThereIsNoFile() {
        control.configure(StreamConfig.DEFAULTS.withTransport(Transport.EPOLL));
        StreamListener listener =
                closing(streams.listener("abstract://" + unique)).set(StreamOptions.IPC_PERMISSIONS, 0);
        listener.listen();
        exchange(listener);
    }

    @Test
    void aDialerNeedsAName() {
        assertEquals(
                AioError.EADDRINVAL,
                assertThrows(AioException.class, () -> streams.dialer("abstract://"))
                        .error());
    }

    @Test
    void aMalformedEncodingIsRefused() {
        for (String name : new String[] {"a%", "a%4", "a%zz", "%ff"}) {
            assertEquals(
                    AioError.EADDRINVAL,
                    assertThrows(AioException.class, () -> streams.listener("abstract://" + name))
                            .error(),
                    name);
        }
    }
}

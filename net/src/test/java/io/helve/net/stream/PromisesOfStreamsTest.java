package io.helve.net.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.net.StreamTest;
import io.helve.stream.DatagramEndpoint;
import io.helve.stream.Stream;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamEndpoint;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamOptions;
import io.helve.stream.StreamProperty;
import io.helve.stream.StreamUrl;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the documentation of the package {@code io.helve.stream} promises at the edges, sentence by sentence. */
class PromisesOfStreamsTest extends StreamTest {
    @TempDir
    Path directory;

    private static void refused(AioError error, Executable call) {
        assertEquals(error, assertThrows(AioException.class, call).error());
    }

    private void fails(AioError error, Consumer<Aio> operation) {
        fails(error, run(operation));
    }

    private String url(String scheme) {
        return scheme + (scheme.equals("ipc") ? "://" + directory.resolve("socket") : "://127.0.0.1:0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "ipc", "ws"})
    void aListenerIsAskedInTheWrongState(String scheme) {
        StreamListener listener = closing(streams.listener(url(scheme)));
        assertNull(listener.localAddress());
        assertThrows(IllegalStateException.class, listener::dialUrl);
        fails(AioError.ESTATE, listener::accept);
        listener.listen();
        assertNotNull(listener.localAddress());
        assertThrows(IllegalStateException.class, listener::listen);
        assertThrows(IllegalStateException.class, () -> listener.set(StreamOptions.BACKLOG, 5));
        Aio pending = aio();
        listener.accept(pending);
        listener.stop();
        listener.close();
        fails(AioError.ECLOSED, pending);
        fails(AioError.ECLOSED, listener::accept);
        refused(AioError.ECLOSED, listener::listen);
        refused(AioError.ECLOSED, () -> listener.set(StreamOptions.READ_AHEAD, 0));
        assertEquals(128, listener.get(StreamOptions.BACKLOG));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "ipc", "ws"})
    void optionsAreCheckedByEndpointsAndStreams(String scheme) {
        StreamListener listener = listen(url(scheme));
        StreamOption<String> foreign = StreamOption.of("foreign", String.class, null, value -> true, "any");
        assertThrows(NullPointerException.class, () -> listener.set(StreamOptions.READ_AHEAD, null));
        refused(AioError.ENOTSUP, () -> listener.set(StreamOptions.BROADCAST, true));
        refused(AioError.ENOTSUP, () -> listener.get(foreign));
        assertThrows(IllegalStateException.class, () -> listener.set(StreamOptions.BACKLOG, 5));
        assertThrows(IllegalArgumentException.class, () -> listener.set(StreamOptions.BACKLOG, 0));
        Class<? extends RuntimeException> late =
                scheme.equals("ipc") ? IllegalStateException.class : AioException.class;
        assertThrows(late, () -> listener.set(StreamOptions.IPC_PERMISSIONS, 0600));
        Pair pair = connect(listener);
        Stream stream = pair.dialed();
        assertThrows(NullPointerException.class, () -> stream.set(StreamOptions.READ_AHEAD, null));
        assertThrows(IllegalArgumentException.class, () -> stream.set(StreamOptions.WRITE_BUFFER, 0));
        refused(AioError.ENOTSUP, () -> stream.set(StreamOptions.BACKLOG, 5));
        refused(AioError.ENOTSUP, () -> stream.get(StreamOptions.BROADCAST));
        stream.set(StreamOptions.READ_AHEAD, 77);
        stream.close();
        assertEquals(77, stream.get(StreamOptions.READ_AHEAD));
        refused(AioError.ECLOSED, () -> stream.set(StreamOptions.READ_AHEAD, 0));
        assertNotNull(stream.get(StreamProperty.MESSAGE_FRAMING));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "ipc", "ws"})
    void aReceiveGetsWhatCameBeforeTheEndAndThenTheEnd(String scheme) {
        Pair pair = connect(listen(url(scheme)));
        ok(run(pair.accepted()::send)); // of no bytes
        sendAll(pair.accepted(), bytes("xyz"));
        ok(run(pair.accepted()::shutdown));
        fails(AioError.ECONNSHUT, send(pair.accepted(), bytes("late")));
        while (ok(receiving(pair.dialed(), ByteBuffer.allocate(8))).count() == 0) {} // over ws, the message of no bytes
        fails(AioError.ECONNSHUT, receiving(pair.dialed(), ByteBuffer.allocate(8)));
        pair.dialed().stop();
        fails(AioError.ECLOSED, send(pair.dialed(), bytes("x")));
        fails(AioError.ECLOSED, receiving(pair.dialed(), ByteBuffer.allocate(8)));
        fails(AioError.ECLOSED, pair.dialed()::shutdown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "ipc", "ws"})
    void aReadOnlyBufferGetsNothingAndLosesNothing(String scheme) {
        Pair pair = connect(listen(url(scheme)));
        Aio early = receiving(pair.dialed(), ByteBuffer.allocate(3).asReadOnlyBuffer());
        sendAll(pair.accepted(), bytes("xyz"));
        fails(AioError.EINVAL, early);
        assertEquals("xyz", new String(receive(pair.dialed(), 3)));
    }

    @Test
    void aClosedDialerDialsNoMore() {
        StreamDialer dialer = streams.dialer("tcp://127.0.0.1:1");
        dialer.close();
        dialer.stop();
        fails(AioError.ECLOSED, dialer::dial);
        refused(AioError.ECLOSED, () -> dialer.set(StreamOptions.READ_AHEAD, 0));
        assertEquals(64 << 10, dialer.get(StreamOptions.READ_AHEAD));
    }

    @Test
    void aFactoryTellsUnknownSchemesFromBadUrls() {
        refused(AioError.ENOTSUP, () -> streams.dialer("foo://x"));
        refused(AioError.ENOTSUP, () -> streams.listener("udp://127.0.0.1:0"));
        refused(AioError.ENOTSUP, () -> streams.datagrams("tcp://127.0.0.1:0"));
        refused(AioError.EADDRINVAL, () -> streams.dialer("tcp://1.2.3:80"));
        refused(AioError.EADDRINVAL, () -> streams.dialer("tcp://host:1/path"));
        refused(AioError.EADDRINVAL, () -> streams.listener("ipc://"));
        assertThrows(
                UnsupportedOperationException.class, () -> streams.schemes().clear());
    }

    @Test
    void aDatagramSocketIsAskedInTheWrongState() throws Exception {
        DatagramEndpoint socket = closing(streams.datagrams("udp://127.0.0.1:0"));
        InetAddress group = InetAddress.getByName("239.1.1.1");
        assertNull(socket.localAddress());
        fails(AioError.ESTATE, socket::receive);
        assertThrows(IllegalStateException.class, () -> socket.join(group, null));
        socket.bind();
        assertThrows(IllegalStateException.class, socket::bind);
        refused(AioError.EADDRINVAL, () -> socket.join(InetAddress.getLoopbackAddress(), null));
        refused(AioError.ENOENT, () -> socket.leave(group, null));
        socket.close();
        fails(AioError.ECLOSED, socket::receive);
        refused(AioError.ECLOSED, socket::bind);
        refused(AioError.ECLOSED, () -> socket.join(group, null));
    }

    @Test
    void aDatagramIsRefusedThatCannotBeSentOrDoesNotFit() {
        DatagramEndpoint socket = closing(streams.datagrams("udp://127.0.0.1:0"));
        socket.bind();
        fails(AioError.EADDRINVAL, sending(socket, bytes("x"), "127.0.0.1"));
        fails(AioError.EADDRINVAL, sending(socket, bytes("x"), InetSocketAddress.createUnresolved("localhost", 9)));
        fails(AioError.ENOTSUP, sending(socket, null, socket.localAddress()));
        fails(AioError.EMSGSIZE, sending(socket, new byte[70_000], socket.localAddress()));
        ok(sending(socket, bytes("hello"), socket.localAddress()));
        Aio receive = aio(new byte[3]);
        socket.receive(receive);
        fails(AioError.EMSGSIZE, receive);
        assertEquals(3, receive.count());
    }

    private Aio sending(DatagramEndpoint socket, byte[] data, Object address) {
        Aio aio = data == null ? aio() : aio(data);
        aio.setInput(0, address);
        socket.send(aio);
        return aio;
    }

    @Test
    void aReceiveWithoutRoomIsRefusedOnAStreamOfBytes() {
        fails(AioError.EINVAL, connect(listen("tcp://127.0.0.1:0")).dialed()::receive);
    }

    @Test
    void optionsAreRefusedOutOfTheirRange() {
        assertThrows(IllegalArgumentException.class, () -> StreamOptions.CONNECT_TIMEOUT.check(Duration.ofDays(2)));
        assertThrows(IllegalArgumentException.class, () -> StreamOptions.CONNECT_TIMEOUT.check(Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> StreamOptions.WS_FRAME_MAX.check(124));
        assertThrows(IllegalArgumentException.class, () -> StreamOptions.MULTICAST_TTL.check(256));
        assertThrows(IllegalArgumentException.class, () -> StreamOptions.IPC_PERMISSIONS.check(01000));
        assertThrows(IllegalArgumentException.class, () -> StreamOptions.BACKLOG.check("5"));
    }

    /** The text of a URL without user information makes an equal URL, and so do its own parts. */
    @Test
    void eachOptionIsThereWhereItsDescriptionSays() {
        String inet = "tcp tls+tcp ws wss";
        String all = "tcp tls+tcp ipc unix abstract ws wss";
        for (StreamOption<?> option : List.of(StreamOptions.TCP_NODELAY, StreamOptions.TCP_KEEPALIVE)) {
            has(option, inet, inet);
        }
        for (StreamOption<?> option : List.of(
                StreamOptions.KERNEL_SEND_BUFFER,
                StreamOptions.KERNEL_RECEIVE_BUFFER,
                StreamOptions.READ_AHEAD,
                StreamOptions.WRITE_BUFFER,
                StreamOptions.CONNECT_TIMEOUT)) {
            has(option, all + " udp", all);
        }
        has(StreamOptions.LOCAL_ADDRESS, inet + " udp", "");
        has(StreamOptions.BACKLOG, "", all);
        has(StreamOptions.IPC_PERMISSIONS, "", "ipc unix abstract");
        has(StreamOptions.TLS, "tls+tcp wss", "tls+tcp wss");
        has(StreamOptions.HANDSHAKE_FAILED, "", "tls+tcp ws wss");
        has(StreamOptions.WS_ORIGINS, "", "ws wss");
        for (StreamOption<?> option : List.of(
                StreamOptions.RECEIVE_MAX,
                StreamOptions.WS_PROTOCOL,
                StreamOptions.WS_PROTOCOL_MISMATCH,
                StreamOptions.WS_HEADERS,
                StreamOptions.WS_FRAME_MAX,
                StreamOptions.WS_SEND_FRAME_MAX,
                StreamOptions.WS_PING,
                StreamOptions.WS_SEND_TEXT,
                StreamOptions.WS_RECEIVE_TEXT)) {
            has(option, "ws wss", "ws wss");
        }
        DatagramEndpoint datagrams = closing(streams.datagrams("udp://127.0.0.1:0"));
        for (StreamOption<?> option : List.of(
                StreamOptions.REUSE_ADDRESS,
                StreamOptions.BROADCAST,
                StreamOptions.MULTICAST_TTL,
                StreamOptions.MULTICAST_INTERFACE)) {
            has(option, "", "");
            datagrams.get(option);
        }
    }

    /** Fails if other schemes than these have the option, or not all of these. */
    private void has(StreamOption<?> option, String dialers, String listeners) {
        for (String scheme : List.of("tcp", "tls+tcp", "ipc", "unix", "abstract", "ws", "wss", "udp")) {
            boolean isFile = List.of("ipc", "unix", "abstract").contains(scheme);
            String url = scheme + (isFile ? "://" + directory.resolve("none") : "://127.0.0.1:1");
            assertHas(List.of(dialers.split(" ")).contains(scheme), option, closing(streams.dialer(url)));
            if (!scheme.equals("udp")) {
                assertHas(List.of(listeners.split(" ")).contains(scheme), option, closing(streams.listener(url)));
            }
        }
    }

    private static void assertHas(boolean expected, StreamOption<?> option, StreamEndpoint endpoint) {
        if (expected) {
            endpoint.get(option);
        } else {
            refused(AioError.ENOTSUP, () -> endpoint.get(option));
        }
    }

    @Test
    void aCanonicalUrlIsEqualToWhatItsTextMakes() {
        String[] schemes = {"tcp://", "ws://", "ipc://", "wss://", "udp://", "inproc://", "abstract://", "other://"};
        String letters = "abz019.:/?#@[]%-_~*! A\u00e9+&=";
        SplittableRandom random = new SplittableRandom(7);
        int parsed = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(schemes[random.nextInt(schemes.length)]);
            random.ints(random.nextInt(14), 0, letters.length()).forEach(each -> text.append(letters.charAt(each)));
            StreamUrl url;
            try {
                url = StreamUrl.parse(text.toString());
            } catch (AioException e) {
                assertEquals(AioError.EADDRINVAL, e.error(), text::toString);
                continue;
            }
            parsed++;
            assertEquals(url, url.withPath(url.path()), text::toString);
            if (url.userInfo().isEmpty()) {
                StreamUrl again = StreamUrl.parse(url.toString());
                assertEquals(url, again, text::toString);
                assertEquals(url.hashCode(), again.hashCode(), text::toString);
            }
        }
        assertTrue(parsed > 5000, "only " + parsed + " URLs were well-formed");
    }
}

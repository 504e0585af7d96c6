package io.helve.sp.impl.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.helve.aio.AioError;
import io.helve.aio.AioRuntime;
import io.helve.sp.SpListener;
import io.helve.sp.SpOptions;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.impl.SpTest;
import io.helve.sp.impl.protocol.ProtocolFactory;
import io.helve.sp.impl.socket.SocketTenant;
import io.helve.sp.impl.socket.SpRuntime;
import io.helve.stream.StreamFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What makes streams goes while there are connections, and another comes in its place. */
class ProviderGoesTest extends SpTest {
    @TempDir
    private Path directory;

    private final AtomicReference<StreamFactory> streams = new AtomicReference<>();

    @Test
    void connectionsOverTcpComeBack() throws InterruptedException {
        connectionsComeBack("tcp://127.0.0.1:0");
    }

    @Test
    void connectionsOverIpcComeBack() throws InterruptedException {
        connectionsComeBack("ipc://" + directory.resolve("socket"));
    }

    private void connectionsComeBack(String url) throws InterruptedException {
        SpRuntime sp = new SpRuntime(ProtocolFactory::create, (made, first, second, aio) -> {});
        StreamTransport transport = new StreamTransport(streams::get);
        sp.addChanging(transport);
        try (SocketTenant tenant = sp.open("a test", factory)) {
            SpSocket pull = timed(tenant.open(SpProtocol.PULL));
            SpSocket push = timed(tenant.open(SpProtocol.PUSH));
            assertFails(AioError.ENOTSUP, () -> pull.listen(url)); // there is none yet
            AioRuntime provider = another();
            SpListener listener = pull.listen(url);
            String dialed = listener.dialUrl().toString();
            push.dial(dialed);
            for (int i = 0; i < 3; i++) {
                eventually(() -> pipes(push) == 1 && pipes(pull) == 1);
                send(push, "message " + i);
                assertEquals("message " + i, receive(pull));
                streams.set(null);
                provider.close();
                eventually(() -> pipes(push) == 0 && pipes(pull) == 0);
                provider = another();
            }
            eventually(() -> pipes(push) == 1 && pipes(pull) == 1);
            assertEquals(dialed, listener.dialUrl().toString());
            push.close();
            pull.close();
            provider.close();
        } finally {
            sp.close();
        }
    }

    private AioRuntime another() {
        AioRuntime provider = AioRuntime.open();
        streams.set(provider.service(StreamFactory.class));
        return provider;
    }

    private static SpSocket timed(SpSocket socket) {
        return socket.set(SpOptions.SEND_TIMEOUT, SOON)
                .set(SpOptions.RECEIVE_TIMEOUT, SOON)
                .set(SpOptions.RECONNECT_MIN, Duration.ofMillis(10));
    }
}

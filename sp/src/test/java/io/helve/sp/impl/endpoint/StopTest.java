package io.helve.sp.impl.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.helve.sp.SpListener;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.testkit.FreePorts;
import io.helve.testkit.SocketTest;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An address can be bound again at once when the socket, or the listener, that had it has been stopped. */
class StopTest extends SocketTest {
    private static final int ROUNDS = 30;

    @TempDir
    Path folder;

    private String url(String scheme) {
        return scheme.equals("ipc") ? "ipc://" + folder.resolve("socket") : scheme + "://127.0.0.1:" + FreePorts.next();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "ws", "ipc", "udp"})
    void aSocketThatIsStopped(String scheme) throws Exception {
        String url = url(scheme);
        for (int i = 0; i < ROUNDS; i++) {
            SpSocket pull = open(SpProtocol.PULL);
            pull.listen(url);
            pull.stop();
            pull.stop();
        }
        assertServes(url);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "ws", "ipc", "udp"})
    void aListenerThatIsStopped(String scheme) throws Exception {
        String url = url(scheme);
        SpSocket pull = open(SpProtocol.PULL);
        for (int i = 0; i < ROUNDS; i++) {
            SpListener listener = pull.listen(url);
            if (i % 2 == 0) {
                listener.close();
            }
            listener.stop();
        }
        pull.stop();
        assertServes(url);
    }

    @Test
    void aUdpListenerThatIsStoppedSendsWhatItsPipesHaveAndReleasesItsPort() throws Exception {
        String url = url("udp");
        for (int i = 0; i < ROUNDS / 3; i++) {
            SpSocket push = open(SpProtocol.PUSH);
            SpListener listener = push.listen(url);
            SpSocket pull = open(SpProtocol.PULL);
            pull.dial(url);
            send(push, "last");
            listener.stop();
            assertEquals("last", receive(pull));
            pull.close();
            assertServes(url);
            push.close();
        }
    }

    private void assertServes(String url) throws Exception {
        SpSocket pull = open(SpProtocol.PULL);
        pull.listen(url);
        SpSocket push = open(SpProtocol.PUSH);
        push.dial(url);
        send(push, "hello");
        assertEquals("hello", receive(pull));
        push.close();
        pull.stop();
    }
}

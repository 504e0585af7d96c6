package io.helve.sp.impl.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.AioError;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.impl.SpTest;
import io.helve.sp.impl.endpoint.OddTransport;
import io.helve.sp.impl.protocol.ProtocolFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Peers that come, send and leave, again and again, cannot fill the memory of a socket that nobody reads. */
class LeftBehindTest extends SpTest {
    private final OddTransport transport = new OddTransport();
    private SpRuntime sp;

    @BeforeEach
    void open() {
        sp = new SpRuntime(ProtocolFactory::create, (made, first, second, aio) -> {});
        sp.add(transport);
    }

    @AfterEach
    void close() {
        sp.close();
    }

    @Test
    void aSocketTakesNoMorePipesWhileThoseThatHaveEndedHaveLeftTooMuch() throws InterruptedException {
        SpSocket pull = sp.open("a test", factory).open(SpProtocol.PULL);
        byte[] body = new byte[1 << 20];
        int taken = 0;
        while (taken < 1000 && stat(pull, "reject") == 0) {
            taken += sendAndLeave(pull, body) ? 1 : 0;
        }
        assertEquals(32, taken);
        for (int i = 0; i < taken; i++) {
            assertEquals(body.length, pull.receive().length());
        }
        assertNull(pull.tryReceive());
        assertTrue(sendAndLeave(pull, body));
    }

    @Test
    void theSocketsOfATenantHaveAShareOfTheHeapTogether() throws InterruptedException {
        SocketTenant tenant = sp.open("a test", factory);
        byte[] body = new byte[1 << 20]; // one array for all messages
        long share = tenant.leftBehind().share();
        assertEquals(Runtime.getRuntime().maxMemory() / 8, share);
        long sockets = share / Pipes.LEFT_BEHIND_MAX + 2;
        for (int i = 0; i < sockets; i++) {
            SpSocket pull = tenant.open(SpProtocol.PULL);
            assertTrue(sendAndLeave(pull, body), "a socket whose pipes have left nothing");
            for (int sent = 1; sent < 40 && stat(pull, "reject") == 0; sent++) {
                sendAndLeave(pull, body);
            }
        }
        long held = tenant.leftBehind().held();
        assertTrue(held > share && held < share + sockets * (body.length + 10_000L), () -> held + " of " + share);
        sp.close();
    }

    @Test
    void emptyMessagesCountForWhatTheyTake() throws InterruptedException {
        SocketTenant tenant = sp.open("a test", factory);
        SpSocket pull = tenant.open(SpProtocol.PULL);
        assertTrue(sendAndLeave(pull, new byte[0]));
        assertTrue(tenant.leftBehind().held() > 4096);
        pull.receive();
        assertNull(pull.tryReceive());
        assertEquals(0, tenant.leftBehind().held());
    }

    /** {@return whether the socket has taken the pipe} */
    private boolean sendAndLeave(SpSocket pull, byte[] body) throws InterruptedException {
        long rejected = stat(pull, "reject");
        OddTransport.QuietPipe peer = new OddTransport.QuietPipe();
        transport.step = aio -> transport.connect(aio, peer);
        try (var dialer = pull.dialer(OddTransport.URL)) {
            dialer.startInBackground();
            eventually(() -> peer.end != null || stat(pull, "reject") > rejected);
            if (peer.end == null) {
                return false;
            }
            transport.step = aio -> transport.fail(aio, AioError.ECONNREFUSED);
            peer.end.deliver(messages.wrap(body));
            peer.end.closed(AioError.ECONNSHUT);
            return true;
        }
    }
}

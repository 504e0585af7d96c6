package io.helve.sp.impl.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.AioError;
import io.helve.message.Message;
import io.helve.sp.DropReason;
import io.helve.sp.SpContext;
import io.helve.sp.SpOptions;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.impl.SpTest;
import io.helve.sp.impl.endpoint.OddTransport;
import io.helve.sp.impl.message.SpMessage;
import io.helve.sp.impl.socket.SpRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Why a message was dropped: each reason has a counter, and only losses count in rx_drop and tx_drop. */
class DropReasonsTest extends SpTest {
    private static final int LAST_WORD = 1 << 31;

    private final OddTransport transport = new OddTransport();
    private SpRuntime sp;

    @BeforeEach
    void openRuntime() {
        sp = new SpRuntime(ProtocolFactory::create, (made, first, second, aio) -> {});
        sp.add(transport);
    }

    @AfterEach
    void closeRuntime() {
        sp.close();
    }

    private SpSocket socket(SpProtocol protocol) {
        return sp.open("a test", factory).open(protocol);
    }

    /** {@return the peer of a new pipe, which delivers what a test gives it and takes nothing} */
    private OddTransport.QuietPipe peer(SpSocket socket) throws InterruptedException {
        OddTransport.QuietPipe peer = new OddTransport.QuietPipe();
        transport.step = aio -> transport.connect(aio, peer);
        socket.dial(OddTransport.URL);
        return peer;
    }

    private void deliver(OddTransport.QuietPipe from, String body, int... header) {
        Message message = messages.of(body);
        for (int i = header.length - 1; i >= 0; i--) {
            message.insertU32(Integer.toUnsignedLong(header[i]));
        }
        assertTrue(from.end.deliver(message));
        from.end.delivered();
    }

    private static void assertDropped(SpSocket socket, DropReason reason, long count) {
        eventually(() -> stat(socket, reason.statistic()) >= count);
        assertEquals(count, stat(socket, reason.statistic()), reason.toString());
        assertEquals(
                reason.isLoss() ? count : 0, stat(socket, reason.direction().statistic()), reason.toString());
    }

    @Test
    void aFullReceiveBuffer() throws InterruptedException {
        SpSocket bus = socket(SpProtocol.BUS).set(SpOptions.RECEIVE_BUFFER, 2);
        OddTransport.QuietPipe peer = peer(bus);
        for (int i = 0; i < 5; i++) {
            deliver(peer, "more");
        }
        assertDropped(bus, DropReason.RECEIVE_BUFFER_FULL, 3);
    }

    @Test
    void aMessageThatHasPassedTooManyDevices() throws InterruptedException {
        SpSocket pair = socket(SpProtocol.PAIR1).set(SpOptions.TTL_MAX, 3).set(SpOptions.RECEIVE_BUFFER, 1);
        deliver(peer(pair), "far", 4);
        assertDropped(pair, DropReason.HOP_LIMIT, 1);
    }

    @Test
    void anAnswerToNoRequest() throws InterruptedException {
        SpSocket req = socket(SpProtocol.REQ);
        deliver(peer(req), "unasked", LAST_WORD | 42);
        assertDropped(req, DropReason.LATE_ANSWER, 1);
    }

    @Test
    void anAnswerToNoSurvey() throws InterruptedException {
        SpSocket surveyor = socket(SpProtocol.SURVEYOR);
        deliver(peer(surveyor), "late", LAST_WORD | 42);
        assertDropped(surveyor, DropReason.LATE_ANSWER, 1);
    }

    @Test
    void aTopicThatNobodyHasSubscribedTo() throws InterruptedException {
        SpSocket sub = socket(SpProtocol.SUB);
        sub.subscribe("wanted");
        OddTransport.QuietPipe peer = peer(sub);
        deliver(peer, "unwanted");
        assertDropped(sub, DropReason.NO_SUBSCRIPTION, 1);
        deliver(peer, "wanted, and then not");
        sub.unsubscribe("wanted");
        assertDropped(sub, DropReason.NO_SUBSCRIPTION, 2);
    }

    @Test
    void aMessageThatBreaksTheProtocol() throws InterruptedException {
        SpSocket push = socket(SpProtocol.PUSH);
        deliver(peer(push), "a push that receives");
        assertDropped(push, DropReason.PROTOCOL_VIOLATION, 1);
        SpSocket rep = socket(SpProtocol.REP);
        deliver(peer(rep), "");
        assertNull(rep.tryReceive());
        assertDropped(rep, DropReason.PROTOCOL_VIOLATION, 1);
    }

    @Test
    void aMessageThatItsContextHasNotReceived() throws InterruptedException {
        SpSocket sub = socket(SpProtocol.SUB);
        SpContext context = sub.openContext();
        context.subscribe("");
        OddTransport.QuietPipe peer = peer(sub);
        deliver(peer, "one");
        deliver(peer, "two");
        context.close();
        assertDropped(sub, DropReason.ABANDONED, 2);
    }

    @Test
    void aPeerThatIsTooSlow() throws InterruptedException {
        SpSocket bus = socket(SpProtocol.BUS).set(SpOptions.SEND_BUFFER, 1);
        OddTransport.QuietPipe peer = peer(bus);
        int sent = 0;
        while (stat(bus, DropReason.PEER_TOO_SLOW.statistic()) == 0) {
            bus.send(messages.of("more"));
            sent++;
        }
        bus.send(messages.of("more"));
        assertDropped(bus, DropReason.PEER_TOO_SLOW, 2);
        int taken = 0;
        while (peer.end.take() != null) {
            taken++;
        }
        assertEquals(sent + 1, taken + 2);
    }

    @Test
    void aPipeThatIsUnknown() throws InterruptedException {
        SpSocket rep = sp.open("a test", factory).openRaw(SpProtocol.REP);
        SpMessage answer = (SpMessage) messages.of("an answer");
        answer.pushHeader(LAST_WORD | 7);
        answer.pushHeader(1234567);
        rep.send(answer);
        assertDropped(rep, DropReason.UNKNOWN_PIPE, 1);
    }

    @Test
    void aPipeThatHasEnded() throws InterruptedException {
        SpSocket bus = socket(SpProtocol.BUS).set(SpOptions.SEND_BUFFER, 4);
        OddTransport.QuietPipe peer = peer(bus);
        for (int i = 0; i < 256 + 3; i++) { // what a ring takes, and three in the buffer
            bus.send(messages.of("more"));
        }
        peer.end.closed(AioError.ECONNSHUT);
        assertDropped(bus, DropReason.ENDED_PIPE, 3);
    }

    @Test
    void nobodyIsThere() throws InterruptedException {
        SpSocket pub = socket(SpProtocol.PUB);
        pub.send(messages.of("anybody?"));
        assertDropped(pub, DropReason.NO_PEER, 1);
    }

    @Test
    void everyReasonIsInTheStatistics() {
        SpSocket pull = socket(SpProtocol.PULL);
        for (DropReason reason : DropReason.values()) {
            assertEquals(0, stat(pull, reason.statistic()), reason.toString());
        }
    }
}

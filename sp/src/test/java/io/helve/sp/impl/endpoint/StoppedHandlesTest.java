package io.helve.sp.impl.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioHandleSnapshot;
import io.helve.aio.AioStatistics;
import io.helve.operator.ResourceCloser;
import io.helve.sp.SpDialer;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.impl.SpTest;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A tenant that goes has its handles stopped one after the other, also those with which sockets do a part of somebody's
 * operation. A stopped handle refuses an operation silently; the whole must end all the same, and not only by force
 * when the drain time is over.
 */
class StoppedHandlesTest extends SpTest {
    private static final String STEP = "io.helve.sp.impl.operation.RepeatingOperation";
    private static final String PATH = "io.helve.sp.impl.device.ForwardingPath";

    /** {@return the handles whose callback a class of ours wrote, newest first} */
    private List<AioHandleSnapshot> handles(String writer) {
        return helve.service(AioStatistics.class).handles().stream()
                .filter(handle -> handle.callback().equals(writer))
                .toList();
    }

    private static List<String> ids(List<AioHandleSnapshot> handles) {
        return handles.stream().map(AioHandleSnapshot::id).toList();
    }

    /** Stops a handle, as the end of its tenant does. */
    private void stop(AioHandleSnapshot handle) {
        ((ResourceCloser) helve.service(AioStatistics.class)).close(handle.id());
    }

    @ParameterizedTest
    @CsvSource({"tcp://127.0.0.1:0, 3", "inproc://stopped, 2", "udp://127.0.0.1:0, 3"})
    void aDialEndsWhicheverOfItsHandlesWasStopped(String url, int handles) throws InterruptedException {
        for (int i = 0; i < handles; i++) {
            SpSocket peer = open(SpProtocol.PAIR0); // another one each time: its pipes make handles, too
            String listening = listen(peer, url).dialUrl().toString();
            List<String> before = ids(handles(STEP));
            SpSocket socket = open(SpProtocol.PAIR0);
            SpDialer dialer = dialer(socket, listening);
            List<AioHandleSnapshot> made = handles(STEP).stream()
                    .filter(handle -> !before.contains(handle.id()))
                    .toList();
            assertEquals(handles, made.size());
            stop(made.get(i));
            Aio aio = handle();
            dialer.start(aio);
            AioError result = result(aio);
            assertTrue(result == AioError.ESTOPPED || result == AioError.OK, result::toString);
            socket.close();
            peer.stop();
        }
    }

    @RepeatedTest(20)
    void aDialEndsWheneverItsHandlesAreStopped() {
        SpSocket rep = open(SpProtocol.REP);
        SpSocket req = open(SpProtocol.REQ);
        String url = listen(rep, "tcp://127.0.0.1:0").dialUrl().toString();
        Aio aio = handle();
        dialer(req, url).start(aio);
        while (aio.isBusy()) {
            handles(STEP).forEach(this::stop);
        }
        assertNotEquals(AioError.ETIMEDOUT, result(aio));
    }

    @RepeatedTest(20)
    void aDeviceEndsWhenTheHandleOfAPathIsStopped() throws InterruptedException {
        SpSocket push = open(SpProtocol.PUSH);
        SpSocket pull = open(SpProtocol.PULL);
        SpSocket front = openRaw(SpProtocol.PULL);
        SpSocket back = openRaw(SpProtocol.PUSH);
        connect(front, push, "inproc://front");
        connect(pull, back, "inproc://back");
        Aio device = handle();
        sockets.device(front, back, device);
        Aio sends = factory.alloc(aio -> send(push, aio));
        Aio receives = factory.alloc(aio -> {
            if (aio.result() == AioError.OK) {
                pull.receive(aio);
            }
        });
        send(push, sends);
        pull.receive(receives);
        eventually(() -> handles(PATH).get(0).operations() > 100);
        handles(PATH).forEach(this::stop);
        assertEquals(AioError.ESTOPPED, result(device));
        assertFalse(device.isBusy());
        sends.close();
        receives.close();
    }

    private void send(SpSocket push, Aio aio) {
        if (aio.result() == AioError.OK) {
            aio.setMessage(messages.of("message"));
            push.send(aio);
        }
    }
}

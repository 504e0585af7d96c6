package io.helve.sp.impl.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.aio.AioRuntime;
import io.helve.message.Message;
import io.helve.sp.SpOptions;
import io.helve.sp.SpPipeEvent;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpSockets;
import io.helve.sp.SpStatistic;
import io.helve.sp.impl.SpTest;
import io.helve.sp.impl.contract.DeviceSocket;
import io.helve.sp.impl.device.Device;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Devices: both ways, one way, a reflector; their end; how far messages go. */
class DeviceTest extends SpTest {
    private static final String FRONT = "inproc://front";
    private static final String BACK = "inproc://back";

    private Aio device(SpSocket front, SpSocket back) {
        Aio aio = handle();
        sockets.device(front, back, aio);
        return aio;
    }

    @Test
    void requestsAndAnswersPass() throws InterruptedException {
        SpSocket req = open(SpProtocol.REQ);
        SpSocket rep = open(SpProtocol.REP);
        SpSocket front = openRaw(SpProtocol.REP);
        SpSocket back = openRaw(SpProtocol.REQ);
        connect(front, req, FRONT);
        connect(back, rep, BACK);
        Aio device = device(front, back);
        for (int i = 0; i < 5; i++) {
            send(req, "ping " + i);
            assertEquals("ping " + i, receive(rep));
            send(rep, "pong " + i);
            assertEquals("pong " + i, receive(req));
        }
        assertTrue(device.isBusy());
    }

    @Test
    void surveysPass() throws InterruptedException {
        SpSocket surveyor = open(SpProtocol.SURVEYOR).set(SpOptions.SURVEY_TIME, SOON);
        SpSocket one = open(SpProtocol.RESPONDENT);
        SpSocket two = open(SpProtocol.RESPONDENT);
        SpSocket front = openRaw(SpProtocol.RESPONDENT);
        SpSocket back = openRaw(SpProtocol.SURVEYOR);
        connect(front, surveyor, FRONT);
        connect(back, one, BACK);
        connect(back, two, BACK + "-two");
        device(back, front);
        send(surveyor, "who?");
        receive(one);
        receive(two);
        send(one, "one");
        send(two, "two");
        assertEquals(Set.of("one", "two"), Set.of(receive(surveyor), receive(surveyor)));
    }

    @Test
    void publicationsPassOneWay() throws InterruptedException {
        SpSocket pub = open(SpProtocol.PUB);
        SpSocket sub = open(SpProtocol.SUB);
        sub.subscribe("");
        SpSocket front = openRaw(SpProtocol.SUB);
        SpSocket back = openRaw(SpProtocol.PUB);
        connect(front, pub, FRONT);
        connect(back, sub, BACK);
        device(front, back);
        send(pub, "news");
        assertEquals("news", receive(sub));
    }

    @Test
    void pairsPassAsFarAsTheirHopsAllow() throws InterruptedException {
        SpSocket one = open(SpProtocol.PAIR1);
        SpSocket two = open(SpProtocol.PAIR1);
        SpSocket front = openRaw(SpProtocol.PAIR1);
        SpSocket back = openRaw(SpProtocol.PAIR1);
        connect(front, one, FRONT);
        connect(back, two, BACK);
        device(front, back);
        send(one, "there");
        assertEquals("there", receive(two));
        send(two, "and back");
        assertEquals("and back", receive(one));
        two.set(SpOptions.TTL_MAX, 1);
        send(one, "too far");
        assertNothingComes(two);
    }

    @Test
    void aReflectorSendsBack() throws InterruptedException {
        SpSocket pair = open(SpProtocol.PAIR1);
        SpSocket mirror = openRaw(SpProtocol.PAIR1);
        connect(mirror, pair, FRONT);
        device(mirror, mirror);
        send(pair, "echo");
        assertEquals("echo", receive(pair));
    }

    @Test
    void itWaitsForASlowPeerAndLosesNothing() throws InterruptedException {
        SpSocket push = open(SpProtocol.PUSH);
        SpSocket pull = open(SpProtocol.PULL);
        SpSocket front = openRaw(SpProtocol.PULL);
        SpSocket back = openRaw(SpProtocol.PUSH);
        connect(front, push, FRONT);
        connect(back, pull, BACK);
        device(front, back);
        int count = 0;
        while (count < 10_000 && push.trySend(messages.of("message " + count))) {
            count++;
        }
        for (int i = 0; i < count; i++) {
            assertEquals("message " + i, receive(pull));
        }
    }

    @Test
    void anEndlessLoopEnds() throws InterruptedException {
        SpSocket one = openRaw(SpProtocol.PAIR1);
        SpSocket two = openRaw(SpProtocol.PAIR1);
        connect(one, two, FRONT);
        Message message = messages.of("round and round");
        message.head().appendU32(1);
        one.send(message);
        device(one, one);
        device(two, two);
        eventually(() -> stat(one, "rx_msgs") + stat(two, "rx_msgs") >= 7);
    }

    @Test
    void itEndsWhenItIsCancelledOrASocketCloses() {
        SpSocket front = openRaw(SpProtocol.REP);
        SpSocket back = openRaw(SpProtocol.REQ);
        Aio cancelled = device(front, back);
        cancelled.cancel();
        assertEquals(AioError.ECANCELED, result(cancelled));
        Aio closed = device(front, back);
        back.close();
        assertEquals(AioError.ECLOSED, result(closed));
    }

    @Test
    void itEndsAtOnceWhenTheSocketItSendsByCloses() {
        SpSocket pull = openRaw(SpProtocol.PULL);
        SpSocket push = openRaw(SpProtocol.PUSH);
        Aio device = device(pull, push);
        push.close();
        assertEquals(AioError.ECLOSED, result(device));
        pull.set(SpOptions.RECEIVE_BUFFER, 1); // it can be used again
    }

    @Test
    void whileItRunsItsSocketsAreBusyForEverybodyElse() throws InterruptedException {
        SpSocket front = openRaw(SpProtocol.REP);
        SpSocket back = openRaw(SpProtocol.REQ);
        SpSocket other = openRaw(SpProtocol.REQ);
        Aio device = device(front, back);
        for (SpSocket socket : List.of(front, back)) {
            assertFails(AioError.EBUSY, () -> socket.trySend(messages.of("mine")));
            assertFails(AioError.EBUSY, socket::tryReceive);
            assertFails(AioError.EBUSY, () -> socket.send(messages.of("mine")));
            assertFails(AioError.EBUSY, socket::receive);
            assertEquals(AioError.EBUSY, result(receiving(socket)));
            Aio sending = sending(socket, "mine");
            assertEquals(AioError.EBUSY, result(sending));
            assertEquals("mine", text(sending.getMessage()));
            sending.setMessage(null);
            assertFails(AioError.EBUSY, () -> socket.set(SpOptions.TTL_MAX, 1));
            assertFails(AioError.EBUSY, () -> socket.listen(FRONT));
            assertFails(AioError.EBUSY, () -> socket.listener(FRONT));
            assertFails(AioError.EBUSY, () -> socket.dial(FRONT));
            assertFails(AioError.EBUSY, () -> socket.dialer(FRONT));
            assertFails(AioError.EBUSY, () -> socket.onPipe(SpPipeEvent.AFTER_ADD, pipe -> {}));
            assertEquals(8, socket.get(SpOptions.TTL_MAX));
        }
        assertEquals(AioError.EBUSY, result(device(front, other)));
        assertEquals(AioError.EBUSY, result(device(front, back)));
        assertFails(AioError.EAGAIN, () -> failIfNothing(other.tryReceive())); // the other one is free again
        assertTrue(device.isBusy());
        device.cancel();
        assertEquals(AioError.ECANCELED, result(device));
        front.set(SpOptions.TTL_MAX, 1);
        assertTrue(device(front, other).isBusy());
    }

    private static void failIfNothing(Message message) {
        if (message == null) {
            throw new AioException(AioError.EAGAIN, "nothing is there");
        }
    }

    @Test
    void itCountsWhatItForwards() throws InterruptedException {
        SpSocket front = openRaw(SpProtocol.REP);
        SpSocket back = openRaw(SpProtocol.REQ);
        SpSocket req = open(SpProtocol.REQ);
        SpSocket rep = open(SpProtocol.REP);
        assertTrue(front.statistics().child("device").isEmpty());
        connect(front, req, FRONT);
        connect(back, rep, BACK);
        Aio device = device(front, back);
        for (int i = 0; i < 3; i++) {
            send(req, "question");
            assertEquals("question", receive(rep));
            send(rep, "ok");
            assertEquals("ok", receive(req));
        }
        SpStatistic there = front.statistics().child("device").orElseThrow();
        SpStatistic backwards = back.statistics().child("device").orElseThrow();
        assertEquals(back.id(), there.child("other").orElseThrow().value());
        assertEquals(front.id(), backwards.child("other").orElseThrow().value());
        eventually(() -> value(front, "forward_msgs") == 3 && value(back, "forward_msgs") == 3);
        assertEquals(3 * "question".length(), value(front, "forward_bytes"));
        assertEquals(3 * "ok".length(), value(back, "forward_bytes"));
        assertEquals(0, value(front, "forward_drop"));
        device.cancel();
        assertEquals(AioError.ECANCELED, result(device));
        assertTrue(front.statistics().child("device").isEmpty());
    }

    private static long value(SpSocket socket, String name) {
        return socket.statistics()
                .child("device")
                .orElseThrow()
                .child(name)
                .orElseThrow()
                .value();
    }

    @Test
    void onlyRawSocketsThatFitMakeADevice() {
        assertEquals(AioError.EINVAL, result(device(open(SpProtocol.REP), openRaw(SpProtocol.REQ))));
        assertEquals(AioError.EINVAL, result(device(openRaw(SpProtocol.REP), openRaw(SpProtocol.SUB))));
        SpSocket same = openRaw(SpProtocol.REP);
        assertEquals(AioError.EINVAL, result(device(same, same)));
    }

    @Test
    void onlySocketsOfTheServiceMakeADevice() {
        SpSocket ours = openRaw(SpProtocol.REP);
        assertThrows(NullPointerException.class, () -> device(ours, null));
        assertThrows(NullPointerException.class, () -> device(null, ours));
        try (AioRuntime other = AioRuntime.open()) {
            SpSocket theirs = other.service(SpSockets.class).openRaw(SpProtocol.REQ);
            assertEquals(AioError.EINVAL, result(device(ours, theirs)));
        }
    }

    @Test
    void aBusyHandleStaysAsItIs() {
        SpSocket front = openRaw(SpProtocol.REP);
        SpSocket back = openRaw(SpProtocol.REQ);
        Aio device = device(front, back);
        assertThrows(IllegalStateException.class, () -> sockets.device(front, back, device));
        device.cancel();
        assertEquals(AioError.ECANCELED, result(device));
    }

    @Test
    void aDeviceWithoutHandlesFails() {
        SpSocket front = openRaw(SpProtocol.REP);
        SpSocket back = openRaw(SpProtocol.REQ);
        AtomicInteger made = new AtomicInteger();
        Aio aio = handle();
        Device.start(onlyOne(factory, made), (DeviceSocket) front, (DeviceSocket) back, aio);
        assertEquals(AioError.ENOMEM, result(aio));
        assertEquals(1, made.get()); // and it is not open after the test
    }

    /** {@return a factory that is used up after one handle} */
    private static AioFactory onlyOne(AioFactory factory, AtomicInteger made) {
        return (AioFactory) Proxy.newProxyInstance(
                AioFactory.class.getClassLoader(), new Class<?>[] {AioFactory.class}, (proxy, method, args) -> {
                    if (method.getName().equals("on")) {
                        return onlyOne(factory.on((Executor) args[0]), made);
                    }
                    if (made.get() == 1) {
                        throw new AioException(AioError.ENOMEM, "used up");
                    }
                    made.incrementAndGet();
                    return method.invoke(factory, args);
                });
    }
}

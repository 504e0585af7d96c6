package io.helve.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.message.Message;
import io.helve.sp.SpContext;
import io.helve.sp.SpDialer;
import io.helve.sp.SpListener;
import io.helve.sp.SpOptions;
import io.helve.sp.SpPipe;
import io.helve.sp.SpPipeEvent;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.stream.StreamProperty;
import io.helve.testkit.SocketTest;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The behaviour of every protocol over every transport.
 *
 * <pre>{@code
 * class PigeonTest extends SpTransportContract {
 *     @Override
 *     public String url() {
 *         return "pigeon://roof";
 *     }
 *
 *     @Override
 *     public String nobody() {
 *         return "pigeon://nowhere";
 *     }
 * }
 * }</pre>
 *
 * <p>A transport that needs more than a URL overrides {@link #configure}.
 */
public abstract class SpTransportContract extends SocketTest {
    /** Creates the tests. */
    protected SpTransportContract() {}

    /** {@return a URL to listen at, a different URL on each call} */
    public abstract String url();

    /** {@return a URL where nobody listens} */
    public abstract String nobody();

    /** {@return whether dialers and listeners wait for a transport that is not there yet, as they do in a framework} */
    protected boolean waitsForTransports() {
        return false;
    }

    // ---- identity and options

    @ParameterizedTest
    @EnumSource(SpProtocol.class)
    void aSocketSaysWhatItIs(SpProtocol protocol) {
        SpSocket cooked = open(protocol);
        SpSocket raw = openRaw(protocol);
        assertSame(protocol, cooked.protocol());
        assertFalse(cooked.isRaw());
        assertTrue(raw.isRaw());
        assertTrue(cooked.id() > 0);
        assertTrue(raw.id() != cooked.id());
        assertSame(protocol, SpProtocol.of(protocol.number()));
        assertSame(protocol, protocol.peer().peer());
    }

    @ParameterizedTest
    @EnumSource(SpProtocol.class)
    void optionsAreCheckedAndInherited(SpProtocol protocol) {
        SpSocket socket = sockets.open(protocol);
        assertEquals(Aio.INFINITE, socket.get(SpOptions.SEND_TIMEOUT));
        assertEquals(1 << 20, socket.get(SpOptions.RECEIVE_MAX));
        socket.set(SpOptions.RECEIVE_MAX, 77);
        SpDialer dialer = dialer(socket, nobody());
        assertEquals(77, dialer.get(SpOptions.RECEIVE_MAX));
        dialer.set(SpOptions.RECEIVE_MAX, 78);
        socket.set(SpOptions.RECEIVE_MAX, 79);
        assertEquals(78, dialer.get(SpOptions.RECEIVE_MAX));
        assertThrows(IllegalArgumentException.class, () -> socket.set(SpOptions.RECEIVE_MAX, -1));
        assertThrows(IllegalArgumentException.class, () -> socket.set(SpOptions.SEND_TIMEOUT, Duration.ofMillis(-1)));
        assertFails(AioError.ENOTSUP, () -> dialer.set(SpOptions.TTL_MAX, 1));
        SpListener listener = listener(socket, url());
        assertFails(AioError.ENOTSUP, () -> listener.set(SpOptions.RECONNECT_MIN, Duration.ZERO));
        if (protocol != SpProtocol.REQ) {
            assertFails(AioError.ENOTSUP, () -> socket.get(SpOptions.RESEND_TIME));
        }
        if (protocol != SpProtocol.SUB) {
            assertFails(AioError.ENOTSUP, () -> socket.subscribe(""));
        }
    }

    @Test
    void urlsAreChecked() {
        SpSocket socket = open(SpProtocol.PAIR1);
        assertFails(AioError.EADDRINVAL, () -> dial(socket, "nonsense"));
        if (!waitsForTransports()) {
            assertFails(AioError.ENOTSUP, () -> listen(socket, "carrierpigeon://roof"));
        }
    }

    // ---- closing

    @ParameterizedTest
    @EnumSource(SpProtocol.class)
    void nothingWorksOnAClosedSocket(SpProtocol protocol) throws InterruptedException {
        SpSocket socket = open(protocol);
        SpSocket peer = open(protocol.peer());
        connect(socket, peer, url());
        socket.close();
        socket.close();
        assertEquals(AioError.ECLOSED, result(sending(socket, "x")));
        assertEquals(AioError.ECLOSED, result(receiving(socket)));
        assertFails(AioError.ECLOSED, () -> socket.trySend(messages.alloc()));
        assertFails(AioError.ECLOSED, socket::tryReceive);
        assertFails(AioError.ECLOSED, socket::receive);
        assertFails(AioError.ECLOSED, socket::openContext);
        assertFails(AioError.ECLOSED, () -> listen(socket, url()));
        assertFails(AioError.ECLOSED, () -> socket.set(SpOptions.SEND_TIMEOUT, SOON));
        eventually(() -> pipes(peer) == 0);
    }

    @ParameterizedTest
    @EnumSource(
            value = SpProtocol.class,
            names = {"PAIR0", "PAIR1", "SUB", "PULL", "REP", "RESPONDENT", "BUS"})
    void closingEndsWhatWaits(SpProtocol protocol) throws InterruptedException {
        SpSocket socket = open(protocol);
        connect(socket, open(protocol.peer()), url());
        Aio waiting = receiving(socket);
        socket.close();
        assertEquals(AioError.ECLOSED, result(waiting));
    }

    @ParameterizedTest
    @EnumSource(
            value = SpProtocol.class,
            names = {"SUB", "REP", "RESPONDENT"})
    void closingAContextEndsWhatWaitsThere(SpProtocol protocol) throws InterruptedException {
        SpSocket socket = open(protocol);
        SpContext context = socket.openContext();
        Aio there = receiving(context);
        Aio here = receiving(socket);
        context.close();
        assertEquals(AioError.ECLOSED, result(there));
        assertEquals(AioError.ECLOSED, result(receiving(context)));
        assertTrue(here.isBusy());
        assertSame(socket, context.socket());
    }

    // ---- cancelling, time, ownership

    @ParameterizedTest
    @EnumSource(
            value = SpProtocol.class,
            names = {"PAIR0", "PAIR1", "PUSH", "REQ"})
    void aSendThatFailsLeavesTheMessageToItsSender(SpProtocol protocol) {
        SpSocket socket = open(protocol);
        Aio aio = handle();
        Message message = messages.of("mine");
        aio.setMessage(message);
        socket.send(aio);
        assertTrue(aio.isBusy());
        aio.cancel();
        assertEquals(AioError.ECANCELED, result(aio));
        assertSame(message, aio.getMessage());

        aio.setTimeout(Duration.ofMillis(1));
        socket.send(aio);
        assertEquals(AioError.ETIMEDOUT, result(aio));
        assertSame(message, aio.getMessage());
        assertEquals("mine", text(message));
        assertFalse(socket.trySend(message));
        assertFails(AioError.ETIMEDOUT, () -> socket.send(message, Duration.ofMillis(1)));
        assertEquals("mine", text(message));
    }

    @ParameterizedTest
    @EnumSource(
            value = SpProtocol.class,
            names = {"PAIR0", "PAIR1", "SUB", "PULL", "REP", "RESPONDENT", "BUS"})
    void aReceiveCanBeCancelledAndTimesOut(SpProtocol protocol) {
        SpSocket socket = open(protocol);
        Aio aio = receiving(socket);
        aio.cancel();
        assertEquals(AioError.ECANCELED, result(aio));
        socket.set(SpOptions.RECEIVE_TIMEOUT, Duration.ofMillis(1));
        socket.receive(aio);
        assertEquals(AioError.ETIMEDOUT, result(aio));
        assertFails(AioError.ETIMEDOUT, socket::receive);
        assertNull(socket.tryReceive());
    }

    @ParameterizedTest
    @EnumSource(
            value = SpProtocol.class,
            names = {"PUB", "PUSH"})
    void aSenderDoesNotReceive(SpProtocol protocol) {
        assertEquals(AioError.ENOTSUP, result(receiving(open(protocol))));
    }

    @ParameterizedTest
    @EnumSource(
            value = SpProtocol.class,
            names = {"SUB", "PULL"})
    void aReceiverDoesNotSend(SpProtocol protocol) {
        Aio aio = sending(open(protocol), "mine");
        assertEquals(AioError.ENOTSUP, result(aio));
        assertEquals("mine", text(aio.getMessage()));
    }

    @Test
    void aSendNeedsAMessage() {
        Aio aio = handle();
        open(SpProtocol.PAIR1).send(aio);
        assertEquals(AioError.EINVAL, result(aio));
    }

    // ---- connecting

    @Test
    void nobodyListens() {
        SpSocket socket = open(SpProtocol.PAIR1);
        assertFails(AioError.ECONNREFUSED, () -> dial(socket, nobody()));
        assertEquals(0, stat(socket, "dialers"));
    }

    @Test
    void oneListensAtAnAddress() {
        String url = listen(open(SpProtocol.PAIR1), url()).dialUrl().toString();
        assertFails(AioError.EADDRINUSE, () -> listen(open(SpProtocol.PAIR1), url));
    }

    @Test
    void anEndpointIsStartedOnce() throws InterruptedException {
        SpSocket socket = open(SpProtocol.PAIR1);
        SpListener listener = listener(open(SpProtocol.PAIR1), url());
        assertThrows(IllegalStateException.class, listener::dialUrl);
        listener.start();
        assertThrows(IllegalStateException.class, listener::start);
        SpDialer dialer = dial(socket, listener.dialUrl().toString());
        assertThrows(IllegalStateException.class, dialer::start);
        assertThrows(IllegalStateException.class, dialer::startInBackground);
        dialer.close();
        assertFails(AioError.ECLOSED, dialer::start);
        eventually(() -> pipes(socket) == 0);
    }

    @ParameterizedTest
    @EnumSource(SpProtocol.class)
    void onlyPeersCanConnect(SpProtocol protocol) {
        String url = listen(open(protocol), url()).dialUrl().toString();
        for (SpProtocol other : SpProtocol.values()) {
            if (other != protocol.peer()) {
                assertFails(AioError.EPROTO, () -> dial(open(other), url));
            }
        }
    }

    @Test
    void aDialerInTheBackgroundComesBack() throws InterruptedException {
        SpSocket pull = open(SpProtocol.PULL);
        SpListener listener = listen(pull, url());
        String url = listener.dialUrl().toString();
        listener.close();
        SpSocket push = open(SpProtocol.PUSH);
        dialer(push, url).startInBackground();
        for (int i = 0; i < 3; i++) {
            SpListener again = listen(pull, url);
            eventually(() -> pipes(push) == 1 && pipes(pull) == 1);
            send(push, "hello " + i);
            assertEquals("hello " + i, receive(pull));
            again.close();
            eventually(() -> pipes(push) == 0 && pipes(pull) == 0);
        }
    }

    @Test
    void aClosedPipeIsMadeAgain() throws InterruptedException {
        SpSocket one = open(SpProtocol.PAIR1);
        SpSocket two = open(SpProtocol.PAIR1);
        AtomicInteger added = new AtomicInteger();
        one.onPipe(SpPipeEvent.AFTER_ADD, pipe -> added.incrementAndGet());
        String url = url();
        connect(one, two, url);
        send(one, "a");
        Message message = two.receive();
        SpPipe pipe = SpPipe.of(message);
        assertSame(two, pipe.socket());
        assertNotNull(pipe.dialer());
        assertNull(pipe.listener());
        assertSame(SpProtocol.PAIR1, pipe.peer());
        assertNotNull(pipe.get(StreamProperty.REMOTE_ADDRESS));
        assertEquals(url.startsWith("tls") || url.startsWith("wss"), pipe.get(StreamProperty.TLS_VERSION) != null);
        pipe.close();
        assertTrue(pipe.isClosed());
        eventually(() -> added.get() == 2); // what is sent before goes by the old one
        send(one, "b");
        assertEquals("b", receive(two));
    }

    @Test
    void aDialCanBeCancelled() {
        SpSocket socket = open(SpProtocol.PAIR1);
        Aio aio = handle();
        dialer(socket, nobody()).start(aio);
        aio.cancel();
        AioError result = result(aio);
        assertTrue(result == AioError.ECANCELED || result == AioError.ECONNREFUSED, result.toString());
    }

    // ---- pipe events

    @Test
    void pipesComeAndGo() throws InterruptedException {
        SpSocket one = open(SpProtocol.BUS);
        SpSocket two = open(SpProtocol.BUS);
        List<String> events = new CopyOnWriteArrayList<>();
        for (SpPipeEvent event : SpPipeEvent.values()) {
            one.onPipe(event, pipe -> events.add(event + " " + pipe.id()));
        }
        connect(one, two, url());
        eventually(() -> events.size() == 2);
        two.close();
        eventually(() -> events.size() == 3);
        String id = events.get(0).split(" ")[1];
        assertEquals(List.of("BEFORE_ADD " + id, "AFTER_ADD " + id, "AFTER_REMOVE " + id), events);
    }

    @Test
    void aPipeCanBeRejected() throws InterruptedException {
        SpSocket one = open(SpProtocol.BUS);
        SpSocket two = open(SpProtocol.BUS);
        AtomicInteger others = new AtomicInteger();
        one.onPipe(SpPipeEvent.BEFORE_ADD, SpPipe::close);
        one.onPipe(SpPipeEvent.AFTER_ADD, pipe -> others.incrementAndGet());
        one.onPipe(SpPipeEvent.AFTER_REMOVE, pipe -> others.incrementAndGet());
        SpListener listener = listen(one, url());
        dialer(two, listener.dialUrl().toString()).startInBackground();
        eventually(() -> stat(one, "reject") >= 2);
        assertEquals(0, pipes(one));
        assertEquals(0, others.get());
        one.onPipe(SpPipeEvent.BEFORE_ADD, null);
        eventually(() -> pipes(one) == 1 && pipes(two) == 1 && others.get() >= 1);
    }

    @Test
    void pipesHaveAQuota() throws InterruptedException {
        SpSocket one = open(SpProtocol.BUS).set(SpOptions.PIPES_MAX, 1);
        SpListener listener = listen(one, url());
        dial(open(SpProtocol.BUS), listener.dialUrl().toString());
        eventually(() -> pipes(one) == 1);
        dialer(open(SpProtocol.BUS), listener.dialUrl().toString()).startInBackground();
        eventually(() -> stat(one, "reject") > 0);
        assertEquals(1, pipes(one));
    }

    // ---- messages

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 64 << 10, 8 << 20})
    void messagesOfAllSizesPassBothWays(int size) throws InterruptedException {
        byte[] body = new byte[size];
        new SplittableRandom(size).nextBytes(body);
        for (SpProtocol protocol : List.of(SpProtocol.PAIR0, SpProtocol.PAIR1, SpProtocol.REQ)) {
            SpSocket one = open(protocol).set(SpOptions.RECEIVE_MAX, 0);
            SpSocket two = open(protocol.peer()).set(SpOptions.RECEIVE_MAX, 0);
            connect(two, one, url());
            one.send(messages.of(body));
            Message there = two.receive();
            assertArrayEquals(body, there.toByteArray());
            two.send(there);
            assertArrayEquals(body, one.receive().toByteArray());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = SpProtocol.class,
            names = {"PAIR0", "PAIR1", "PUSH"})
    void aSlowReceiverSlowsTheSenderAndNothingIsLost(SpProtocol protocol) throws InterruptedException {
        SpSocket sender = open(protocol);
        SpSocket receiver = open(protocol.peer());
        connect(receiver, sender, url());
        byte[] filling = new byte[1000];
        int sent = 0;
        Message message = numbered(sent, filling);
        for (int refused = 0; refused < 3; ) { // what has been taken moves on for a moment
            if (sender.trySend(message)) {
                message = numbered(++sent, filling);
            } else if (!finishes(sender, message)) {
                refused = 3;
            } else {
                message = numbered(++sent, filling);
            }
        }
        for (int i = 0; i < sent; i++) {
            assertEquals(i, receiver.receive().trimU32());
        }
        sender.send(message);
        assertEquals(sent, receiver.receive().trimU32());
    }

    private static boolean finishes(SpSocket sender, Message message) throws InterruptedException {
        try {
            sender.send(message, A_MOMENT);
            return true;
        } catch (AioException e) {
            return false;
        }
    }

    private Message numbered(int number, byte[] filling) {
        Message message = messages.of(filling);
        message.insertU32(number);
        return message;
    }

    @Test
    void messagesAndBytesAreCounted() throws InterruptedException {
        SpSocket push = open(SpProtocol.PUSH);
        SpSocket pull = open(SpProtocol.PULL);
        connect(pull, push, url());
        for (int i = 0; i < 10; i++) {
            send(push, "0123456789");
            receive(pull);
        }
        assertEquals(10, stat(push, "tx_msgs"));
        assertEquals(100, stat(push, "tx_bytes"));
        assertEquals(10, stat(pull, "rx_msgs"));
        assertEquals(100, stat(pull, "rx_bytes"));
        assertEquals(
                10,
                pull.statistics()
                        .child("pipe")
                        .orElseThrow()
                        .child("rx_msgs")
                        .orElseThrow()
                        .value());
        push.close();
        eventually(() -> pipes(pull) == 0);
        assertEquals(10, stat(pull, "rx_msgs"));
    }

    @Test
    void whatArrivedBeforeThePeerLeftIsReceived() throws InterruptedException {
        SpSocket push = open(SpProtocol.PUSH);
        SpSocket pull = open(SpProtocol.PULL);
        connect(pull, push, url());
        for (int i = 0; i < 50; i++) {
            send(push, "message " + i);
        }
        push.close();
        eventually(() -> pipes(pull) == 0);
        for (int i = 0; i < 50; i++) {
            assertEquals("message " + i, receive(pull));
        }
        assertNothingComes(pull);
    }
}

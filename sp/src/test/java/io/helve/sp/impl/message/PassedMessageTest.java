package io.helve.sp.impl.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.message.Message;
import io.helve.message.MessagePart;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.impl.SpTest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whose a message is: the sender's until the send has succeeded, then the receiver's; and what old views of it show.
 */
class PassedMessageTest extends SpTest {
    private static final int LENGTH = 8192;

    private SpSocket push;
    private SpSocket pull;

    private void connect(String url) throws InterruptedException {
        push = open(SpProtocol.PUSH);
        pull = open(SpProtocol.PULL);
        connect(pull, push, url);
    }

    private static byte[] filled(char with) {
        byte[] bytes = new byte[LENGTH];
        Arrays.fill(bytes, (byte) with);
        return bytes;
    }

    private static boolean shows(ByteBuffer view, char wanted) {
        for (int i = 0; i < view.limit(); i++) {
            if (view.get(i) == wanted) {
                return true;
            }
        }
        return false;
    }

    @ParameterizedTest
    @ValueSource(strings = {"inproc://passed", "tcp://127.0.0.1:0"})
    void aSentMessageCannotBeUsedByItsSender(String url) throws InterruptedException {
        connect(url);
        Message message = messages.of("once");
        MessagePart header = message.head();
        push.send(message);
        assertThrows(IllegalStateException.class, () -> push.send(message));
        assertThrows(IllegalStateException.class, () -> push.trySend(message));
        assertThrows(IllegalStateException.class, message::length);
        assertThrows(IllegalStateException.class, message::body);
        assertThrows(IllegalStateException.class, message::writableBody);
        assertThrows(IllegalStateException.class, message::toByteArray);
        assertThrows(IllegalStateException.class, message::duplicate);
        assertThrows(IllegalStateException.class, message::pipe);
        assertThrows(IllegalStateException.class, () -> message.setPipe(null));
        assertThrows(IllegalStateException.class, message::clear);
        assertThrows(IllegalStateException.class, () -> message.append(new byte[1]));
        assertThrows(IllegalStateException.class, () -> header.appendU32(1));
        message.free(); // which does nothing
        Message received = pull.receive();
        assertNotSame(message, received);
        assertEquals("once", text(received));
        assertFails(AioError.ETIMEDOUT, () -> pull.receive(A_MOMENT));
        assertTrue(message.toString().contains("sent"));
    }

    @Test
    void theHandleOfASentMessageHasNoneAndTheMessageIsNotTheSenders() throws InterruptedException {
        connect("inproc://handle");
        Aio aio = handle();
        Message message = messages.of("by handle");
        aio.setMessage(message);
        push.send(aio);
        assertEquals(AioError.OK, result(aio));
        assertNull(aio.getMessage());
        assertThrows(IllegalStateException.class, message::length);
        aio.setMessage(message);
        assertThrows(IllegalStateException.class, () -> push.send(aio));
        aio.setMessage(null);
        assertEquals("by handle", receive(pull));
    }

    @Test
    void aMessageThatCouldNotBeSentIsTheSendersAgain() throws InterruptedException {
        push = open(SpProtocol.PUSH);
        Message message = messages.of("nobody");
        assertFalse(push.trySend(message));
        assertFails(AioError.ETIMEDOUT, () -> push.send(message, Duration.ofMillis(1)));
        message.append(" there".getBytes(StandardCharsets.UTF_8));
        Aio aio = handle();
        aio.setMessage(message);
        push.send(aio);
        assertTrue(aio.isBusy());
        aio.cancel();
        assertEquals(AioError.ECANCELED, result(aio));
        assertEquals("nobody there", text(aio.getMessage()));
        aio.setMessage(null);
        pull = open(SpProtocol.PULL);
        connect(pull, push, "inproc://later");
        push.send(message);
        assertEquals("nobody there", receive(pull));
    }

    @Test
    void aReceivedMessageCanBeSentOn() throws InterruptedException {
        SpSocket here = open(SpProtocol.PAIR0);
        SpSocket there = open(SpProtocol.PAIR0);
        connect(here, there, "inproc://ping-pong");
        Message ball = messages.of("ball");
        for (int i = 0; i < 10; i++) {
            here.send(ball);
            there.send(there.receive());
            ball = here.receive();
        }
        assertEquals("ball", text(ball));
    }

    @Test
    void aPublishedMessageReachesEachSubscriberAndIsNotThePublishersAnyMore() throws InterruptedException {
        SpSocket pub = open(SpProtocol.PUB);
        List<SpSocket> subs = new ArrayList<>();
        for (String url : List.of("inproc://pub-a", "inproc://pub-b", "tcp://127.0.0.1:0", "tcp://127.0.0.1:0")) {
            SpSocket sub = open(SpProtocol.SUB);
            sub.subscribe("");
            connect(pub, sub, url);
            subs.add(sub);
        }
        Message news = messages.of("news");
        pub.send(news);
        assertThrows(IllegalStateException.class, news::length);
        for (SpSocket sub : subs) {
            Message received = sub.receive();
            received.append(" of mine".getBytes(StandardCharsets.UTF_8));
            assertEquals("news of mine", text(received));
        }
    }

    // ---- views

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theViewOfAFreedMessageNeverShowsAnotherMessage(boolean writable) {
        List<ByteBuffer> views = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            Message message = messages.alloc(LENGTH);
            views.add(writable ? message.writableBody() : message.body());
            message.free();
            Message secret = messages.of(filled('s'));
            assertTrue(views.stream().noneMatch(view -> shows(view, 's')));
            secret.free();
        }
    }

    @Test
    void theViewOfADuplicateDoesNotOutliveTheOthersEither() {
        Message message = messages.alloc(LENGTH);
        Message duplicate = message.duplicate();
        ByteBuffer view = duplicate.body();
        duplicate.free();
        message.free();
        assertFalse(shows(view, 's'));
        messages.of(filled('s'));
        assertFalse(shows(view, 's'));
    }

    @Test
    void whatTheReceiverWritesIsNotSeenByTheSendersOldViews() throws InterruptedException {
        connect("inproc://views");
        Message read = messages.of(filled('a'));
        ByteBuffer readView = read.body();
        Message written = messages.of(filled('a'));
        ByteBuffer writtenView = written.writableBody();
        byte[] array = filled('a');
        Message wrapped = messages.wrap(array);
        for (Message message : List.of(read, written, wrapped)) {
            push.send(message);
            Message received = pull.receive();
            received.writableBody().put(0, (byte) 's');
            received.trim(1);
            received.insert(new byte[] {'s'});
            assertEquals('s', received.toByteArray()[0]);
            received.free();
            messages.of(filled('s')).free();
            messages.alloc(LENGTH).writableBody().put(filled('s'));
        }
        assertFalse(shows(readView, 's'));
        assertFalse(shows(writtenView, 's'));
        assertFalse(shows(ByteBuffer.wrap(array), 's'));
    }

    @Test
    void whatTheSenderWritesAfterwardsDoesNotReachTheReceiver() throws InterruptedException {
        connect("inproc://late");
        Message message = messages.of(filled('a'));
        ByteBuffer view = message.writableBody();
        push.send(message);
        Message received = pull.receive();
        view.put(filled('x'));
        assertFalse(shows(received.body(), 'x'));
    }

    @Test
    void memoryThatNobodyHasSeenIsUsedAgain() {
        SpMessage first = SpMessage.of(messages.alloc(LENGTH));
        byte[] array = first.array();
        first.free();
        assertTrue(array == SpMessage.of(messages.alloc(LENGTH)).array());
    }

    // ---- lengths

    @Test
    void theLengthCanBeSet() {
        Message message = messages.of("message");
        message.resize(4);
        assertEquals("mess", text(message));
        message.resize(6);
        assertEquals("mess\0\0", text(message));
        message.resize(100_000);
        assertEquals(100_000, message.length());
        assertEquals("mess", text(message).substring(0, 4));
        assertThrows(IllegalArgumentException.class, () -> message.resize(-1));
        assertFails(AioError.ENOMEM, () -> message.resize(Integer.MAX_VALUE));
    }

    @Test
    void aClearedMessageKeepsItsCapacityAlsoIfItWasShared() {
        Message message = messages.of(filled('a'));
        Message duplicate = message.duplicate();
        message.clear();
        assertTrue(message.capacity() >= LENGTH);
        message.append(filled('b'));
        assertFalse(shows(duplicate.body(), 'b'));
    }

    @Test
    void aFreedMessageHasNoPipe() throws InterruptedException {
        connect("inproc://pipe");
        send(push, "from a pipe");
        Message message = pull.receive();
        message.free();
        assertThrows(IllegalStateException.class, message::pipe);
        assertThrows(IllegalStateException.class, () -> message.setPipe(null));
    }
}

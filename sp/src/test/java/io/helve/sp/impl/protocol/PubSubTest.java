package io.helve.sp.impl.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.message.Message;
import io.helve.sp.SpContext;
import io.helve.sp.SpOptions;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.impl.SpTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Publishing and subscribing: topics, contexts, slow subscribers. */
class PubSubTest extends SpTest {
    private static final String URL = "inproc://pubsub";

    private SpSocket pub;
    private SpSocket sub;

    @BeforeEach
    void connect() throws InterruptedException {
        pub = open(SpProtocol.PUB);
        sub = open(SpProtocol.SUB);
        connect(pub, sub, URL);
    }

    @Test
    void onlyWhatIsSubscribedToComes() throws InterruptedException {
        send(pub, "nobody wants this");
        sub.subscribe("a/");
        sub.subscribe("b");
        sub.subscribe("b");
        for (String body : List.of("a", "a/", "a/1", "b", "c", "")) {
            send(pub, body);
        }
        assertEquals("a/", receive(sub));
        assertEquals("a/1", receive(sub));
        assertEquals("b", receive(sub));
        assertNothingComes(sub);
        assertEquals(1, pipes(pub));
    }

    @Test
    void theEmptyTopicIsAll() throws InterruptedException {
        sub.subscribe("");
        send(pub, "");
        send(pub, "x");
        assertEquals("", receive(sub));
        assertEquals("x", receive(sub));
    }

    @Test
    void unsubscribingDropsWhatWaits() throws InterruptedException {
        sub.subscribe("a");
        sub.subscribe("ab");
        send(pub, "a1");
        send(pub, "ab1");
        eventually(() -> stat(sub, "rx_msgs") == 2);
        sub.unsubscribe("a");
        assertEquals("ab1", receive(sub));
        send(pub, "a2");
        assertNothingComes(sub);
        assertFails(AioError.ENOENT, () -> sub.unsubscribe("a"));
    }

    @Test
    void contextsHaveSubscriptionsOfTheirOwn() throws InterruptedException {
        SpContext one = sub.openContext().set(SpOptions.RECEIVE_TIMEOUT, SOON);
        SpContext two = sub.openContext().set(SpOptions.RECEIVE_TIMEOUT, SOON);
        one.subscribe("a");
        two.subscribe("a");
        two.subscribe("b");
        send(pub, "a");
        send(pub, "b");
        Message first = one.receive();
        Message second = two.receive();
        first.append(new byte[] {'!'});
        assertEquals("a!", text(first));
        assertEquals("a", text(second));
        assertEquals("b", receive(two));
        assertNothingComes(one);
        assertNothingComes(sub);
    }

    @Test
    void allSubscribersGetIt() throws InterruptedException {
        List<SpSocket> subs = new ArrayList<>();
        String url = "inproc://pubsub-all";
        pub.listen(url);
        for (int i = 0; i < 10; i++) {
            SpSocket each = open(SpProtocol.SUB);
            each.subscribe("");
            each.dial(url);
            subs.add(each);
        }
        eventually(() -> pipes(pub) == 11);
        send(pub, "news");
        for (SpSocket each : subs) {
            assertEquals("news", receive(each));
        }
    }

    @Test
    void aSlowSubscriberLosesTheOldest() throws InterruptedException {
        sub.set(SpOptions.RECEIVE_BUFFER, 4);
        sub.subscribe("");
        for (int i = 0; i < 10; i++) {
            send(pub, "message " + i);
        }
        eventually(() -> stat(sub, "rx_msgs") == 10);
        for (int i = 6; i < 10; i++) {
            assertEquals("message " + i, receive(sub));
        }
        assertNothingComes(sub);
        assertEquals(6, stat(sub, "rx_drop"));
    }

    @Test
    void orTheNewestIfItPrefersThat() throws InterruptedException {
        sub.set(SpOptions.RECEIVE_BUFFER, 4).set(SpOptions.PREFER_NEW, false);
        sub.subscribe("");
        for (int i = 0; i < 10; i++) {
            send(pub, "message " + i);
        }
        eventually(() -> stat(sub, "rx_msgs") == 10);
        for (int i = 0; i < 4; i++) {
            assertEquals("message " + i, receive(sub));
        }
        assertNothingComes(sub);
    }

    /** For a moment nothing is dropped, as it may come back at once; then it loses messages like any other. */
    @Test
    void soDoesOneThatWasWaitingAMomentAgo() throws InterruptedException {
        sub.set(SpOptions.RECEIVE_BUFFER, 4);
        sub.subscribe("");
        try (Aio waiting = factory.alloc()) {
            sub.receive(waiting);
            for (int i = 0; i < 10; i++) {
                send(pub, "message " + i);
            }
            waiting.await();
            assertEquals("message 0", text(waiting.check().getMessage()));
        }
        eventually(() -> stat(sub, "rx_msgs") == 10);
        eventually(() -> stat(sub, "rx_drop") == 5);
        for (int i = 6; i < 10; i++) {
            assertEquals("message " + i, receive(sub));
        }
        assertNothingComes(sub);
    }

    @Test
    void withoutABufferOneThatWaitsReceives() throws InterruptedException {
        sub.set(SpOptions.RECEIVE_BUFFER, 0);
        sub.subscribe("");
        try (Aio waiting = factory.alloc()) {
            for (int i = 0; i < 3; i++) {
                sub.receive(waiting);
                send(pub, "message " + i);
                waiting.await();
                assertEquals("message " + i, text(waiting.check().getMessage()));
            }
        }
        assertEquals(0, stat(sub, "rx_drop"));
    }

    @Test
    void whatCannotBeTakenAtOnceIsReceivedAfterItsPipeHasGone() throws InterruptedException {
        sub.set(SpOptions.RECEIVE_BUFFER, 1);
        sub.subscribe("");
        assertNull(sub.tryReceive());
        send(pub, "first");
        send(pub, "second");
        pub.close();
        eventually(() -> pipes(sub) == 0);
        assertEquals("second", receive(sub));
    }

    @Test
    void publishingNeverWaits() {
        for (int i = 0; i < 10_000; i++) {
            assertTrue(pub.trySend(messages.alloc(100)));
        }
    }

    @Test
    void aRawSubscriberGetsEverything() throws InterruptedException {
        SpSocket raw = openRaw(SpProtocol.SUB);
        pub.listen("inproc://raw");
        raw.dial("inproc://raw");
        eventually(() -> pipes(pub) == 2);
        send(pub, "x");
        assertEquals("x", receive(raw));
        assertFails(AioError.ENOTSUP, () -> raw.subscribe(""));
        assertFails(AioError.ENOTSUP, raw::openContext);
    }

    @Test
    void unsubscribingLosesNothingElse() throws InterruptedException {
        SpSocket publisher = open(SpProtocol.PUB);
        SpSocket subscriber = open(SpProtocol.SUB).set(SpOptions.RECEIVE_BUFFER, 10);
        subscriber.subscribe("a");
        subscriber.subscribe("b");
        connect(publisher, subscriber, "inproc://unsubscribing");
        for (int i = 0; i < 4; i++) {
            send(publisher, "a" + i);
            send(publisher, "b" + i);
        }
        eventually(() -> stat(subscriber, "rx_msgs") == 8);
        subscriber.set(SpOptions.RECEIVE_BUFFER, 2).set(SpOptions.QUEUE_BYTES_MAX, 2L); // less than there is
        subscriber.unsubscribe("a");
        assertEquals(8, stat(subscriber, "queue_bytes"));
        for (int i = 0; i < 4; i++) {
            assertEquals("b" + i, receive(subscriber));
        }
        assertNothingComes(subscriber);
        assertEquals(0, stat(subscriber, "queue_bytes"));
    }
}

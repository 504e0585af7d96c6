package io.helve.sp.impl.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.message.Message;
import io.helve.sp.SpOptions;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpStatistic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A publisher with several fast subscribers, a slow one, and one that never reads: who is slow loses messages, which
 * are counted, and harms nobody.
 */
class SlowSubscriberTest extends PeerTest {
    private static final long SUB_HELLO = 0x0053_5000_0021_0000L;
    private static final int COUNT = 20_000;
    private static final int BATCH = 100;
    private static final int SIZE = 2000;

    /** How many messages a publisher keeps for each pipe. */
    private static final int WAITING = 16;

    @Test
    void whoIsSlowLosesMessagesAndHarmsNobody() throws Exception {
        SpSocket pub = open(SpProtocol.PUB);
        pull = pub;
        listener = listen(pub, "tcp://127.0.0.1:0");
        List<SpSocket> fast = List.of(subscriber(), subscriber());
        SpSocket slow = subscriber().set(SpOptions.RECEIVE_BUFFER, 8);
        Peer never = peer();
        never.out.writeLong(SUB_HELLO);
        eventually(() -> pipes(pub) == 4);
        for (int i = 0; i < COUNT; i += BATCH) {
            for (int n = i; n < i + BATCH; n++) {
                Message message = messages.alloc(SIZE);
                message.writableBody().putInt(0, n);
                assertTrue(pub.trySend(message), "publishing waits for nobody");
            }
            for (SpSocket each : fast) {
                for (int n = i; n < i + BATCH; n++) {
                    assertEquals(n, number(each.receive()));
                }
            }
        }
        assertEquals(0, stat(fast.get(0), "rx_drop"));
        List<SpStatistic> byDrops = pub.statistics().children().stream()
                .filter(child -> child.name().equals("pipe"))
                .sorted(Comparator.comparing(pipe -> value(pipe, "tx_drop")))
                .toList();
        assertEquals(0, value(byDrops.get(0), "tx_drop"), "the fast ones lose nothing");
        assertEquals(0, value(byDrops.get(1), "tx_drop"));
        assertLoses(slow, COUNT - value(byDrops.get(2), "tx_drop"));
        SpStatistic last = byDrops.get(3);
        assertTrue(value(last, "tx_drop") > COUNT / 10, () -> value(last, "tx_drop") + " messages have been dropped");
        assertEquals(COUNT, value(last, "tx_msgs") + value(last, "tx_drop") + WAITING);
        assertEquals(stat(pub, "tx_drop"), value(byDrops.get(2), "tx_drop") + value(last, "tx_drop"));
    }

    private static long value(SpStatistic statistic, String name) {
        return statistic.child(name).orElseThrow().value();
    }

    private SpSocket subscriber() throws InterruptedException {
        SpSocket sub = open(SpProtocol.SUB).set(SpOptions.RECEIVE_BUFFER, BATCH);
        sub.subscribe("");
        dial(sub, listener.dialUrl().toString());
        return sub;
    }

    private static int number(Message message) {
        int number = message.body().getInt();
        message.free();
        return number;
    }

    /** Its user has not received: most messages are dropped where they arrive. */
    private static void assertLoses(SpSocket slow, long arrived) {
        eventually(() -> stat(slow, "rx_msgs") == arrived);
        List<Integer> received = new ArrayList<>();
        for (Message message = slow.tryReceive(); message != null; message = slow.tryReceive()) {
            received.add(number(message));
        }
        assertEquals(8, received.size());
        assertEquals(COUNT - 1, received.get(7), "the latest are kept");
        assertEquals(arrived - 8, stat(slow, "rx_drop"));
    }
}

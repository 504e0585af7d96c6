package io.helve.sp.impl.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.AioError;
import io.helve.sp.SpListener;
import io.helve.sp.SpOptions;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpStatistic;
import io.helve.sp.impl.SpTest;
import io.helve.sp.impl.contract.ByteQuota;
import io.helve.sp.impl.inproc.InprocTransport;
import io.helve.sp.impl.protocol.ProtocolFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a socket, a listener, a tenant may have at most, and what happens beyond. */
class QuotaTest extends SpTest {
    private static final String URL = "inproc://quota";
    private static final int KIBIBYTE = 1024;

    private SpRuntime sp;
    private SocketTenant tenant;

    @BeforeEach
    void open() {
        sp = new SpRuntime(ProtocolFactory::create, (made, first, second, aio) -> {});
        sp.add(new InprocTransport());
        tenant = sp.open("a test", factory);
    }

    @AfterEach
    void close() {
        sp.close();
    }

    private static long value(SpStatistic statistics, String name) {
        return statistics.child(name).map(SpStatistic::value).orElse(0L);
    }

    private List<SpSocket> pushers(int count) {
        List<SpSocket> dialing = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            dialing.add(open(SpProtocol.PUSH));
        }
        return dialing;
    }

    // ---- pipes

    @Test
    void aListenerRefusesPipesBeyondItsQuotaAndGoesOn() throws InterruptedException {
        SpSocket pull = open(SpProtocol.PULL);
        SpListener narrow = pull.listener("tcp://127.0.0.1:0").set(SpOptions.PIPES_MAX, 2);
        narrow.start();
        SpListener wide = listen(pull, "tcp://127.0.0.1:0");
        List<SpSocket> dialing = pushers(3);
        for (SpSocket push : dialing) {
            push.dial(narrow.dialUrl().toString());
        }
        eventually(() -> value(narrow.statistics(), "reject") > 0);
        eventually(() -> pipes(pull) == 2);
        SpSocket other = open(SpProtocol.PUSH);
        dial(other, wide.dialUrl().toString());
        eventually(() -> pipes(pull) == 3);
        dialing.stream()
                .filter(push -> pipes(push) == 1)
                .findFirst()
                .orElseThrow()
                .close();
        eventually(() -> dialing.stream().mapToLong(SpTest::pipes).sum() == 2); // the third one has tried again
        eventually(() -> pipes(pull) == 3);
        eventually(() -> value(pull.statistics(), "reject") == value(narrow.statistics(), "reject"));
    }

    @Test
    void aSocketRefusesPipesBeyondItsQuota() throws InterruptedException {
        SpSocket pull = open(SpProtocol.PULL).set(SpOptions.PIPES_MAX, 1);
        pull.listen(URL);
        SpSocket one = open(SpProtocol.PUSH);
        one.dial(URL);
        SpSocket two = open(SpProtocol.PUSH);
        two.dialer(URL).startInBackground();
        eventually(() -> stat(pull, "reject") > 0);
        send(one, "x");
        assertEquals("x", receive(pull));
        one.close();
        eventually(() -> pipes(two) == 1 && pipes(pull) == 1);
    }

    @Test
    void aUserHasSoManyPipesAndSockets() throws InterruptedException {
        sp.limit(new Limits(3, 2, Long.MAX_VALUE));
        SpSocket pull = tenant.open(SpProtocol.PULL);
        SpSocket push = tenant.open(SpProtocol.PUSH);
        pull.listen(URL);
        push.dial(URL);
        eventually(() -> pipes(pull) == 1);
        SpSocket third = tenant.open(SpProtocol.PUSH);
        assertFails(AioError.ENOMEM, () -> tenant.open(SpProtocol.PUSH));
        third.dialer(URL).startInBackground();
        eventually(() -> stat(third, "reject") > 0);
        assertEquals(1, pipes(pull));
        push.close();
        eventually(() -> pipes(third) == 1 && pipes(pull) == 1); // it has tried again
        tenant.open(SpProtocol.SUB).close();
        try (SocketTenant other = sp.open("another", factory)) {
            other.open(SpProtocol.PAIR0); // has its own quota
        }
        sp.limit(Limits.NONE);
        tenant.open(SpProtocol.PUB);
        tenant.open(SpProtocol.PUB);
    }

    // ---- bytes

    @Test
    void buffersOfASocketAreFullWhenItsBytesAreUsedUp() throws InterruptedException {
        SpSocket push =
                open(SpProtocol.PUSH).set(SpOptions.SEND_BUFFER, 100).set(SpOptions.QUEUE_BYTES_MAX, 10L * KIBIBYTE);
        int taken = 0;
        while (push.trySend(messages.alloc(KIBIBYTE))) {
            taken++;
        }
        assertEquals(10, taken);
        assertEquals(10 * KIBIBYTE, stat(push, "queue_bytes"));
        SpSocket pull = open(SpProtocol.PULL);
        connect(pull, push, URL);
        for (int i = 0; i < 10; i++) {
            pull.receive().free();
        }
        assertEquals(0, stat(push, "queue_bytes"));
        push.set(SpOptions.QUEUE_BYTES_MAX, 0L);
    }

    @Test
    void aSubscriberDropsWhatItHasNoBytesFor() throws InterruptedException {
        SpSocket pub = open(SpProtocol.PUB);
        SpSocket sub = open(SpProtocol.SUB).set(SpOptions.QUEUE_BYTES_MAX, 10L * KIBIBYTE);
        sub.subscribe("");
        connect(pub, sub, URL);
        for (int i = 0; i < 100; i++) {
            pub.send(messages.alloc(KIBIBYTE));
        }
        eventually(() -> stat(sub, "rx_msgs") == 100);
        eventually(() -> stat(sub, "rx_drop") == 90);
        assertEquals(10 * KIBIBYTE, stat(sub, "queue_bytes"));
        for (int i = 0; i < 10; i++) {
            assertTrue(sub.tryReceive() != null);
        }
        assertEquals(0, stat(sub, "queue_bytes"));
    }

    @Test
    void allSocketsOfAUserShareItsBytes() {
        sp.limit(new Limits(10, 10, 300 * KIBIBYTE));
        SpSocket greedy = tenant.open(SpProtocol.PUSH).set(SpOptions.SEND_BUFFER, SpOptions.BUFFER_MAX);
        SpSocket other = tenant.open(SpProtocol.PUSH).set(SpOptions.SEND_BUFFER, SpOptions.BUFFER_MAX);
        while (greedy.trySend(messages.alloc(KIBIBYTE))) {}
        assertEquals(300 * KIBIBYTE, stat(greedy, "queue_bytes"));
        assertEquals(300 * KIBIBYTE, tenant.bytes().get());
        assertFalse(other.trySend(messages.alloc(1)));
        greedy.close();
        assertTrue(other.trySend(messages.alloc(1)));
        other.close();
        assertEquals(0, tenant.bytes().get());
    }

    @Test
    void whatIsSharedComesInPortions() {
        AtomicLong shared = new AtomicLong();
        long portion = 64 << 10;
        long all = portion << 8;
        ByteQuota quota = new ByteQuota();
        quota.share(shared, () -> all);
        assertTrue(quota.hasRoom());
        assertEquals(0, shared.get(), "who only asks gets nothing");
        quota.take(100);
        assertEquals(portion, shared.get());
        quota.take((int) portion);
        assertEquals(2 * portion, shared.get());
        shared.addAndGet(all - 2 * portion - 1000); // others
        quota.take((int) portion + 2000);
        assertTrue(shared.get() > all, "the last message may be too much");
        assertFalse(quota.hasRoom());
        quota.give((int) portion + 2000);
        quota.give((int) portion);
        assertTrue(quota.hasRoom());
        quota.give(100);
        quota.close();
        assertEquals(all - 2 * portion - 1000, shared.get());
        assertFalse(quota.hasRoom());
    }
}

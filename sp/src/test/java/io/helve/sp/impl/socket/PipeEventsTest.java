package io.helve.sp.impl.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.AioRuntime;
import io.helve.sp.SpDialer;
import io.helve.sp.SpListener;
import io.helve.sp.SpOptions;
import io.helve.sp.SpPipe;
import io.helve.sp.SpPipeEvent;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpStatistic;
import io.helve.sp.impl.SpTest;
import io.helve.sp.impl.endpoint.Endpoint;
import io.helve.sp.impl.inproc.InprocTransport;
import io.helve.sp.impl.pipe.Pipe;
import io.helve.sp.impl.protocol.ProtocolFactory;
import io.helve.sp.provider.SpPipeEnd;
import io.helve.sp.provider.SpTransportPipe;
import io.helve.stream.StreamProperty;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Callbacks for pipe events: no peer is admitted without the callback, events come in order, and end with their tenant.
 */
class PipeEventsTest extends SpTest {
    private static final String URL = "inproc://events";

    /** A connection that does nothing. */
    private static final class Silent implements SpTransportPipe {
        final AtomicBoolean closed = new AtomicBoolean();

        @Override
        public void attach(SpPipeEnd end) {}

        @Override
        public void sendable() {}

        @Override
        public void receivable() {}

        @Override
        public <T> T get(StreamProperty<T> property) {
            return null;
        }

        @Override
        public void close() {
            closed.set(true);
        }
    }

    @Test
    void aCallbackThatFailsLetsNobodyIn() throws InterruptedException {
        helve.log().expect("on purpose");
        SpSocket pull = open(SpProtocol.PULL);
        SpSocket push = open(SpProtocol.PUSH);
        pull.listen(URL);
        pull.onPipe(SpPipeEvent.BEFORE_ADD, pipe -> {
            throw new IllegalStateException("on purpose");
        });
        push.dialer(URL).startInBackground();
        eventually(() -> stat(pull, "reject") >= 2);
        assertEquals(0, pipes(pull));
        pull.onPipe(SpPipeEvent.BEFORE_ADD, null);
        eventually(() -> pipes(pull) == 1);
        assertTrue(helve.log().takeAll("A callback for pipe events has failed") >= 2);
    }

    /** With nng a rejected pipe is removed, too, although it was never added. */
    @Test
    void aRejectedPipeHasNoFurtherEvent() throws InterruptedException {
        SpSocket pull = open(SpProtocol.PULL);
        SpSocket push = open(SpProtocol.PUSH);
        List<String> events = new CopyOnWriteArrayList<>();
        pull.onPipe(SpPipeEvent.BEFORE_ADD, pipe -> {
            events.add("before");
            if (events.size() == 1) {
                pipe.close();
            }
        });
        pull.onPipe(SpPipeEvent.AFTER_ADD, pipe -> events.add("added"));
        pull.onPipe(SpPipeEvent.AFTER_REMOVE, pipe -> events.add("removed"));
        pull.listen(URL);
        push.dialer(URL).startInBackground();
        eventually(() -> events.contains("added"));
        push.close();
        eventually(() -> events.contains("removed"));
        assertEquals(List.of("before", "before", "added", "removed"), events);
    }

    @Test
    void aCallbackThatCannotRunLetsNobodyIn() {
        Socket socket = (Socket) open(SpProtocol.PULL);
        Endpoint endpoint = (Endpoint) socket.listener(URL);
        AioRuntime other = AioRuntime.open();
        PipeEvents events = new PipeEvents(other.factory(), ConcurrentHashMap.newKeySet());
        events.set(SpPipeEvent.BEFORE_ADD, pipe -> {});
        other.close();
        Silent connection = new Silent();
        AtomicInteger next = new AtomicInteger();
        events.before(new Pipe(1, socket, endpoint, connection), next::incrementAndGet);
        assertTrue(connection.closed.get());
        assertEquals(1, next.get());
    }

    @Test
    void aPipeIsAddedBeforeItIsRemoved() throws InterruptedException {
        SpSocket busy = open(SpProtocol.PAIR0);
        SpSocket dialing = open(SpProtocol.PAIR0);
        connect(busy, open(SpProtocol.PAIR0), URL);
        Map<Integer, SpPipeEvent> last = new HashMap<>();
        List<String> wrong = new CopyOnWriteArrayList<>();
        AtomicInteger removed = new AtomicInteger();
        for (SpPipeEvent event : SpPipeEvent.values()) {
            dialing.onPipe(event, pipe -> {
                SpPipeEvent before = last.put(pipe.id(), event);
                if (event.ordinal() != (before == null ? 0 : before.ordinal() + 1)) {
                    wrong.add(event + " after " + before);
                }
                if (event == SpPipeEvent.AFTER_REMOVE) {
                    removed.incrementAndGet();
                }
            });
        }
        for (int i = 0; i < 2000; i++) {
            SpDialer dialer = dialing.dial(URL);
            dialer.close();
        }
        eventually(() -> pipes(dialing) == 0 && removed.get() > 0);
        assertEquals(List.of(), wrong);
    }

    @Test
    void whoseUserIsGoneIsWaitedForAndForgotten() throws InterruptedException {
        SpRuntime sp = new SpRuntime(ProtocolFactory::create, (made, first, second, aio) -> {});
        sp.add(new InprocTransport());
        SocketTenant tenant = sp.open("a test", factory);
        SpSocket pull = tenant.open(SpProtocol.PULL);
        SpSocket push = tenant.open(SpProtocol.PUSH);
        CountDownLatch entered = new CountDownLatch(1);
        AtomicBoolean closing = new AtomicBoolean();
        AtomicBoolean left = new AtomicBoolean();
        Thread closer = Thread.currentThread();
        Consumer<SpPipe> slow = pipe -> {
            entered.countDown();
            eventually(() -> closing.get() && closer.getState() == Thread.State.TIMED_WAITING);
            left.set(true);
        };
        pull.onPipe(SpPipeEvent.AFTER_ADD, slow);
        WeakReference<Consumer<SpPipe>> callback = new WeakReference<>(slow);
        slow = null;
        pull.listen(URL);
        push.dial(URL);
        entered.await();
        assertFalse(left.get());
        closing.set(true);
        tenant.close();
        assertTrue(left.get(), "closing waits for a callback that runs");
        eventually(() -> {
            System.gc();
            return callback.get() == null;
        });
        assertEquals(Set.of(), tenant.events());
        sp.close();
    }

    @Test
    void aCallbackMayCloseItsUser() throws InterruptedException {
        SpRuntime sp = new SpRuntime(ProtocolFactory::create, (made, first, second, aio) -> {});
        sp.add(new InprocTransport());
        SocketTenant tenant = sp.open("a test", factory);
        SpSocket pull = tenant.open(SpProtocol.PULL);
        CountDownLatch closed = new CountDownLatch(1);
        pull.onPipe(SpPipeEvent.AFTER_ADD, pipe -> {
            tenant.close();
            closed.countDown();
        });
        pull.listen(URL);
        SpSocket push = tenant.open(SpProtocol.PUSH);
        push.dialer(URL).startInBackground();
        closed.await();
        eventually(() -> tenant.events().isEmpty());
        sp.close();
    }

    @Test
    void theLastEventIsTheLastPipeThatGoes() throws InterruptedException {
        SpSocket pull = open(SpProtocol.PULL);
        AtomicInteger removed = new AtomicInteger();
        pull.onPipe(SpPipeEvent.AFTER_REMOVE, pipe -> removed.incrementAndGet());
        pull.listen(URL);
        for (int i = 0; i < 3; i++) {
            open(SpProtocol.PUSH).dial(URL);
        }
        eventually(() -> pipes(pull) == 3);
        pull.close();
        eventually(() -> removed.get() == 3);
        eventually(() -> ((Socket) pull).tenant().events().isEmpty());
    }

    private static boolean isRefused(SpSocket socket) {
        SpStatistic dialer = socket.statistics().child("dialer").orElseThrow();
        return dialer.child("refused").orElseThrow().value() > 0;
    }

    @Test
    void whoWaitsForACallbackCountsAndIsClosedWithItsListener() throws InterruptedException {
        Socket pull = (Socket) open(SpProtocol.PULL).set(SpOptions.PIPES_MAX, 3);
        CountDownLatch slow = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        pull.onPipe(SpPipeEvent.BEFORE_ADD, pipe -> {
            asked.incrementAndGet();
            try {
                slow.await();
            } catch (InterruptedException e) {
                pipe.close();
            }
        });
        SpListener listener = pull.listen(URL);
        List<SpSocket> pushing = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            SpSocket push = open(SpProtocol.PUSH);
            pushing.add(push);
            push.dialer(URL).startInBackground();
        }
        eventually(() -> stat(pull, "reject") >= 20);
        assertEquals(3, pull.pipes().slots());
        assertEquals(0, pipes(pull));
        assertEquals(1, asked.get());
        listener.close();
        assertEquals(0, pull.pipes().slots());
        eventually(() -> pushing.stream().mapToLong(SpTest::pipes).sum() == 0);
        // whoever is told that nobody listens is not on its way to be rejected
        eventually(() -> pushing.stream().allMatch(PipeEventsTest::isRefused));
        long rejected = stat(pull, "reject");
        slow.countDown();
        eventually(() -> stat(pull, "reject") == rejected + 3);
        assertEquals(1, asked.get(), "who is gone is not asked about");
        pull.listen(URL);
        eventually(() -> pipes(pull) == 3);
    }
}

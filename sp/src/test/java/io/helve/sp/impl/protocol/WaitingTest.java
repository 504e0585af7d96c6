package io.helve.sp.impl.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioRuntime;
import io.helve.message.Message;
import io.helve.message.Messages;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpSockets;
import io.helve.sp.impl.SpTest;
import io.helve.sp.impl.socket.SpRuntime;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Blocking calls, callbacks, many threads, and the end of the runtime. */
class WaitingTest extends SpTest {
    private static final String URL = "inproc://waiting";

    @Test
    void anInterruptEndsAReceive() throws InterruptedException {
        SpSocket socket = open(SpProtocol.PULL);
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, socket::receive);
        SpSocket push = open(SpProtocol.PUSH);
        connect(socket, push, URL);
        send(push, "still there");
        assertEquals("still there", receive(socket));
    }

    @Test
    void blockingInACallbackIsRefused() {
        SpSocket socket = open(SpProtocol.PULL);
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        try (Aio aio = factory.alloc(finished -> {
            try {
                socket.receive();
                thrown.complete(null);
            } catch (Throwable e) {
                thrown.complete(e);
            }
        })) {
            factory.sleep(Duration.ZERO, aio);
            assertInstanceOf(IllegalStateException.class, thrown.join());
        }
    }

    @Test
    void aSendThatIsRefusedInACallbackSendsNothing() throws InterruptedException {
        SpSocket push = open(SpProtocol.PUSH);
        SpSocket pull = open(SpProtocol.PULL);
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Message message = messages.of("not this");
        try (Aio aio = factory.alloc(finished -> {
            try {
                push.send(message);
                thrown.complete(null);
            } catch (Throwable e) {
                thrown.complete(e);
            }
        })) {
            factory.sleep(Duration.ZERO, aio);
            assertInstanceOf(IllegalStateException.class, thrown.join());
        }
        assertEquals("not this", text(message)); // still ours
        connect(pull, push, URL);
        send(push, "this");
        assertEquals("this", receive(pull));
    }

    @Test
    void aLimitThatCannotBeLeaksNothing() {
        SpSocket socket = open(SpProtocol.PULL);
        for (int i = 0; i < 3; i++) { // no handle may be open after the test
            assertThrows(RuntimeException.class, () -> socket.receive((Duration) null));
            assertThrows(RuntimeException.class, () -> socket.receive(Duration.ofSeconds(-5)));
        }
        assertNothingComes(socket);
    }

    @Test
    void callbacksAnswerForEver() throws InterruptedException {
        SpSocket req = open(SpProtocol.REQ);
        SpSocket rep = open(SpProtocol.REP);
        connect(rep, req, URL);
        AtomicInteger served = new AtomicInteger();
        boolean[] received = {false};
        Aio server = factory.alloc(aio -> {
            if (aio.result() != AioError.OK) {
                return;
            }
            received[0] = !received[0];
            if (received[0]) {
                served.incrementAndGet();
                rep.send(aio); // the message that was received goes back
            } else {
                rep.receive(aio);
            }
        });
        rep.receive(server);
        for (int i = 0; i < 1000; i++) {
            send(req, "request " + i);
            assertEquals("request " + i, receive(req));
        }
        assertEquals(1000, served.get());
        server.close();
    }

    @Test
    void manyThreadsShareTwoSockets() throws InterruptedException {
        SpSocket push = open(SpProtocol.PUSH);
        SpSocket pull = open(SpProtocol.PULL);
        connect(pull, push, URL);
        int threads = 4;
        int each = 5000;
        ConcurrentHashMap<String, Integer> seen = new ConcurrentHashMap<>();
        AtomicInteger failures = new AtomicInteger();
        Thread[] workers = new Thread[2 * threads];
        for (int i = 0; i < threads; i++) {
            String name = "sender " + i + " ";
            workers[2 * i] = new Thread(() -> {
                try {
                    for (int n = 0; n < each; n++) {
                        send(push, name + n);
                    }
                } catch (Throwable e) {
                    failures.incrementAndGet();
                }
            });
            workers[2 * i + 1] = new Thread(() -> {
                try {
                    for (int n = 0; n < each; n++) {
                        seen.merge(receive(pull), 1, Integer::sum);
                    }
                } catch (Throwable e) {
                    failures.incrementAndGet();
                }
            });
        }
        for (Thread worker : workers) {
            worker.start();
        }
        for (Thread worker : workers) {
            worker.join();
        }
        assertEquals(0, failures.get());
        assertEquals(threads * each, seen.size());
    }

    @Test
    void aQuickConversationOfBlockingCallsEndsWhenItsSocketIsClosed() throws Exception {
        SpSocket one = open(SpProtocol.PAIR1);
        CompletableFuture<Throwable> ended = converse(one, new CompletableFuture<>());
        one.close();
        AioException e = assertInstanceOf(AioException.class, ended.get(SOON.toSeconds(), TimeUnit.SECONDS));
        assertEquals(AioError.ECLOSED, e.error());
    }

    @Test
    void aQuickConversationOfBlockingCallsEndsWhenItsThreadIsInterrupted() throws Exception {
        CompletableFuture<Thread> who = new CompletableFuture<>();
        CompletableFuture<Throwable> ended = converse(open(SpProtocol.PAIR1), who);
        who.join().interrupt();
        assertInstanceOf(InterruptedException.class, ended.get(SOON.toSeconds(), TimeUnit.SECONDS));
    }

    /**
     * Has a thread ask by blocking calls and another one answer 1,000 times; then nobody answers. {@return why the
     * first has ended}
     */
    private CompletableFuture<Throwable> converse(SpSocket one, CompletableFuture<Thread> who) throws Exception {
        SpSocket two = open(SpProtocol.PAIR1);
        connect(one, two, URL);
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        new Thread(() -> {
                    who.complete(Thread.currentThread());
                    try {
                        for (; ; ) {
                            one.send(messages.of("ask"));
                            one.receive().free();
                        }
                    } catch (Throwable e) {
                        ended.complete(e);
                    }
                })
                .start();
        for (int i = 0; i < 1000; i++) {
            two.send(two.receive());
        }
        return ended;
    }

    @Test
    void closingTheRuntimeEndsEverything() {
        AioRuntime other = AioRuntime.open();
        SpSocket socket = other.service(SpSockets.class).open(SpProtocol.PULL);
        CompletableFuture<Aio> pending = other.factory().submit(socket::receive);
        other.close();
        AioException e = (AioException)
                assertThrows(CompletionException.class, pending::join).getCause();
        assertEquals(AioError.ECLOSED, e.error());
    }

    @Test
    void whoseHandlesHaveGoneIsToldThatTheSocketIsGoing() {
        AioRuntime other = AioRuntime.open();
        SpRuntime sp = new SpRuntime(ProtocolFactory::create, (made, first, second, aio) -> {});
        SpSocket socket = sp.open("a test", other.factory()).open(SpProtocol.PAIR1);
        other.close();
        assertFails(AioError.ECLOSED, socket::receive);
        Message message = messages.of("still ours");
        assertFails(AioError.ECLOSED, () -> socket.send(message));
        assertEquals("still ours", text(message));
        sp.close();
    }

    @Test
    void theMessagesServiceIsTheSockets() throws InterruptedException {
        SpSocket one = open(SpProtocol.PAIR1);
        SpSocket two = open(SpProtocol.PAIR1);
        connect(one, two, URL);
        Message message = runtime.service(Messages.class).of("x");
        one.send(message);
        assertEquals("x", receive(two));
    }
}

package io.helve.itest.tenant.impl;

import io.helve.aio.Aio;
import io.helve.aio.AioFactory;
import io.helve.sp.SpPipeEvent;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpSockets;
import io.helve.stream.Stream;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamFactory;
import io.helve.stream.StreamListener;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Code of this bundle that leaves objects of its classes on every thread on which it runs. */
final class Traces {
    /**
     * Each value refers to this class, and this class to the thread local, so the class loader stays with the value.
     */
    private static final ThreadLocal<Traces> LEFT = new ThreadLocal<>();

    private static final int AT_A_TIME = 2;

    private final AioFactory factory;

    Traces(AioFactory factory) {
        this.factory = factory;
    }

    private static void leaveThreadLocal() {
        LEFT.set(new Traces(null));
        mark();
    }

    private static void mark() {
        Thread thread = Thread.currentThread();
        thread.setContextClassLoader(Traces.class.getClassLoader());
        thread.setUncaughtExceptionHandler((dying, failure) -> mark());
        thread.setName("careless " + thread.getId());
    }

    /** Has callbacks run on several workers at the same time. */
    void onWorkers() {
        CountDownLatch together = new CountDownLatch(AT_A_TIME);
        for (int i = 0; i < AT_A_TIME; i++) {
            Aio aio = factory.alloc(done -> {
                leaveThreadLocal();
                together.countDown();
                await(together);
            });
            factory.sleep(Duration.ZERO, aio);
        }
        await(together);
    }

    /** Has an executor of this bundle's called. */
    void inAnExecutor() {
        CountDownLatch called = new CountDownLatch(1);
        AioFactory elsewhere = factory.on(task -> {
            leaveThreadLocal();
            called.countDown();
            task.run();
        });
        // later, since this thread, which is not Helve's, would call the executor for an operation that ends at once
        factory.sleep(Duration.ofMillis(20), elsewhere.alloc(Aio::result));
        await(called);
    }

    /** Has callbacks of sockets run. */
    void ofSockets(SpSockets sockets) throws Exception {
        SpSocket rep = sockets.open(SpProtocol.REP);
        rep.onPipe(SpPipeEvent.AFTER_ADD, pipe -> leaveThreadLocal());
        rep.serve(request -> {
            leaveThreadLocal();
            return request;
        });
        SpSocket req = sockets.open(SpProtocol.REQ);
        req.dial(rep.listen("tcp://127.0.0.1:0").dialUrl());
        req.request(sockets.messages().of("hello")).get(30, TimeUnit.SECONDS).close();
    }

    /** Has an inline callback run, on the event loop of a stream. */
    void onAnEventLoop(StreamFactory streams) throws Exception {
        StreamListener listener = streams.listener("tcp://127.0.0.1:0");
        listener.listen();
        CompletableFuture<Stream> accepted = listener.acceptAsync();
        StreamDialer dialer = streams.dialer(listener.dialUrl());
        Stream dialed = dialer.dialAsync().get(30, TimeUnit.SECONDS);
        CountDownLatch received = new CountDownLatch(1);
        Aio receive = factory.on(AioFactory.INLINE).alloc(done -> {
            mark();
            received.countDown();
        });
        receive.setIov(ByteBuffer.allocate(1));
        dialed.receive(receive);
        accepted.get(30, TimeUnit.SECONDS).sendAsync(ByteBuffer.allocate(1)).get(30, TimeUnit.SECONDS);
        await(received);
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("a callback has not run");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

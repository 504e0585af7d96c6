package io.helve.net.eventloop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioFactory;
import io.helve.internal.SharedThread;
import io.helve.net.StreamTest;
import io.helve.stream.StreamConfig;
import io.netty.channel.EventLoop;
import io.netty.util.internal.ThreadExecutorMap;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An event loop survives whatever is thrown on it, also when logging throws. */
class LastingLoopsTest extends StreamTest {
    @ParameterizedTest
    @EnumSource(
            value = StreamConfig.Transport.class,
            names = {"NIO", "EPOLL"})
    void aTaskThatThrowsWhileTheLogThrowsDoesNotEndTheLoop(StreamConfig.Transport transport) throws Exception {
        Network network = new Network(StreamConfig.DEFAULTS.withThreads(1).withTransport(transport));
        try {
            ConnectionSlot slot = network.connection();
            EventLoop loop = slot.loop();
            Thread thread = on(loop);
            helve.log().setFailing(true);
            for (Throwable failure : new Throwable[] {
                new OutOfMemoryError("says the test"), new AssertionError("says the test"), new IllegalStateException()
            }) {
                loop.execute(() -> {
                    throw LastingLoopsTest.<RuntimeException>unchecked(failure);
                });
                assertSame(thread, on(loop));
            }
            helve.log().setFailing(false);
            slot.release();
        } finally {
            network.close();
        }
    }

    @Test
    void tasksWithoutEndDoNotKeepALoopFromItsChannels() throws Exception {
        control.configure(StreamConfig.DEFAULTS.withThreads(1));
        Pair pair = connect(listen("tcp://127.0.0.1:0"));
        AtomicReference<EventLoop> loop = new AtomicReference<>();
        Aio inline = closing(
                factory.on(AioFactory.INLINE).alloc(done -> loop.set((EventLoop) ThreadExecutorMap.currentExecutor())));
        inline.setIov(ByteBuffer.allocate(1));
        pair.accepted().receive(inline);
        sendAll(pair.dialed(), bytes("x"));
        inline.await();
        AtomicBoolean ends = new AtomicBoolean();
        for (int i = 0; i < 100; i++) {
            loop.get().execute(new Runnable() {
                @Override
                public void run() {
                    long start = System.nanoTime();
                    while (System.nanoTime() - start < 50_000) {
                        Thread.onSpinWait();
                    }
                    if (!ends.get()) {
                        loop.get().execute(this);
                    }
                }
            });
        }
        long start = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            sendAll(pair.dialed(), bytes("ping"));
            assertEquals("ping", new String(receive(pair.accepted(), 4), StandardCharsets.US_ASCII));
        }
        ends.set(true);
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        assertTrue(
                millis < 10_000, () -> "20 exchanges took " + millis + " ms"); // Netty's loop runs tasks for a second
    }

    private static Thread on(EventLoop loop) throws Exception {
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        loop.execute(() -> thread.complete(Thread.currentThread()));
        return thread.get(SOON.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void anInlineCallbackThatInterruptsLeavesNothingOnTheLoop() throws Exception {
        control.configure(StreamConfig.DEFAULTS.withThreads(1));
        Pair pair = connect(listen("tcp://127.0.0.1:0"));
        AtomicReference<Thread> ran = new AtomicReference<>();
        AtomicReference<String> name = new AtomicReference<>();
        Aio bad = factory.on(AioFactory.INLINE).alloc(done -> {
            ran.set(Thread.currentThread());
            name.set(Thread.currentThread().getName());
            Thread.currentThread().setName("renamed");
            Thread.currentThread().interrupt();
            Thread.currentThread().setContextClassLoader(new ClassLoader() {});
        });
        closing(bad);
        bad.setIov(ByteBuffer.allocate(1));
        pair.accepted().receive(bad);
        sendAll(pair.dialed(), bytes("x"));
        ended(bad);
        AtomicReference<Boolean> interrupted = new AtomicReference<>();
        AtomicReference<ClassLoader> loader = new AtomicReference<>();
        Aio after = factory.on(AioFactory.INLINE).alloc(done -> {
            interrupted.set(Thread.currentThread().isInterrupted());
            loader.set(Thread.currentThread().getContextClassLoader());
        });
        closing(after);
        after.setIov(ByteBuffer.allocate(1));
        pair.accepted().receive(after);
        sendAll(pair.dialed(), bytes("x"));
        ended(after);
        assertEquals(false, interrupted.get());
        assertEquals(name.get(), ran.get().getName());
        assertEquals(true, SharedThread.isShared(ran.get()));
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> E unchecked(Throwable failure) throws E {
        throw (E) failure;
    }
}

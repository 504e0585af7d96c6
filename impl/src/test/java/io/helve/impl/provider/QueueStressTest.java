package io.helve.impl.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.provider.AioAcceptQueue;
import io.helve.impl.EngineTest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Accepts, cancels, timeouts, offers and a close at the same time: each operation ends once, and each value reaches one
 * operation or is discarded.
 */
class QueueStressTest extends EngineTest {
    private static final int VALUES = 5_000;
    private static final int HANDLES = 4;
    private static final int ROUNDS = 5;

    private final AtomicIntegerArray taken = new AtomicIntegerArray(VALUES);
    private final AtomicInteger discarded = new AtomicInteger();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();

    private void took(Object value) {
        accepted.incrementAndGet();
        taken.incrementAndGet((Integer) value);
    }

    private Aio alloc(Consumer<Aio> start) {
        return factory.alloc(own -> {
            switch (own.result()) {
                case OK -> took(own.getOutput(0));
                case ECLOSED -> {
                    ended.incrementAndGet();
                    return;
                }
                default -> assertEquals(AioError.ECANCELED, own.result());
            }
            start.accept(own);
        });
    }

    private void race(Runnable provide, Runnable close, Aio... handles) throws InterruptedException {
        Thread canceller = new Thread(() -> {
            while (ended.get() < handles.length) {
                for (Aio aio : handles) {
                    aio.cancel();
                }
                Thread.yield();
            }
        });
        canceller.start();
        List<Thread> providers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Thread provider = new Thread(provide);
            provider.start();
            providers.add(provider);
        }
        for (Thread provider : providers) {
            provider.join();
        }
        close.run();
        canceller.join();
        for (Aio aio : handles) {
            aio.close();
        }
        assertEquals(VALUES, accepted.get() + discarded.get());
        for (int i = 0; i < VALUES; i++) {
            assertEquals(1, taken.get(i), "times that somebody took value " + i);
        }
    }

    @Test
    void eachValueIsTakenOnceOverAQueue() throws InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            reset();
            Values values = new Values();
            AtomicInteger next = new AtomicInteger();
            Aio[] handles = new Aio[HANDLES];
            for (int i = 0; i < HANDLES; i++) {
                handles[i] = alloc(values::receive);
                values.receive(handles[i]);
            }
            race(
                    () -> {
                        for (int value = next.getAndIncrement(); value < VALUES; value = next.getAndIncrement()) {
                            while (!values.arrived(value)) {
                                Thread.yield();
                            }
                        }
                    },
                    values::close,
                    handles);
            assertEquals(VALUES, accepted.get());
        }
    }

    @Test
    void eachResultIsAcceptedOrDiscardedOnce() throws InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            reset();
            AioAcceptQueue<Integer> queue = new AioAcceptQueue<>(() -> "accepting a number", value -> {
                discarded.incrementAndGet();
                taken.incrementAndGet(value);
            });
            AtomicInteger next = new AtomicInteger();
            Aio[] handles = new Aio[HANDLES];
            for (int i = 0; i < HANDLES; i++) {
                handles[i] = alloc(queue::accept);
                queue.accept(handles[i]);
            }
            race(
                    () -> {
                        for (int value = next.getAndIncrement(); value < VALUES; value = next.getAndIncrement()) {
                            queue.offer(value);
                            if (value == VALUES / 2) {
                                queue.close(AioError.ECLOSED);
                            }
                        }
                    },
                    () -> {},
                    handles);
        }
    }

    private void reset() {
        for (int i = 0; i < VALUES; i++) {
            taken.set(i, 0);
        }
        accepted.set(0);
        discarded.set(0);
        ended.set(0);
    }
}

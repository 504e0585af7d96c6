package io.helve.itest.framework;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.aio.provider.AioOperation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Traffic: each handle starts its next operation in its callback, by turns a short sleep and an operation of a provider
 * of our own, and never two at a time. Each start and each completion is counted, and a second completion of an
 * operation is noted.
 */
final class Load implements AutoCloseable {
    private final AioFactory factory;
    private final List<Handle> handles = new ArrayList<>();
    private final LinkedBlockingQueue<AioOperation> provider = new LinkedBlockingQueue<>();
    private final Thread providerThread = new Thread(this::provide, "test-provider");
    private final LongAdder started = new LongAdder();
    private final LongAdder completed = new LongAdder();
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private volatile boolean running = true;
    private volatile boolean providing = true;
    private volatile boolean factoryMayClose;

    Load(AioFactory factory, int size) {
        this.factory = factory;
        providerThread.start();
        for (int i = 0; i < size; i++) {
            handles.add(new Handle());
        }
        handles.forEach(Handle::startNext);
    }

    long started() {
        return started.sum();
    }

    long completed() {
        return completed.sum();
    }

    /** Returns what must never be: a completion without a start, or an unexpected result. */
    Queue<String> violations() {
        return violations;
    }

    /** Starts nothing more; the operations in progress end by themselves. */
    void endTraffic() {
        running = false;
    }

    /**
     * Announces that the factory may go away from now on: a start that comes too late for that may be refused without a
     * callback, so it is not waited for.
     */
    void factoryMayClose() {
        factoryMayClose = true;
    }

    /** Tells whether the operation of each handle has completed. */
    boolean isQuiet() {
        return handles.stream().noneMatch(handle -> handle.pending.get() && !handle.perhapsRefused);
    }

    @Override
    public void close() {
        endTraffic();
        for (Handle handle : handles) {
            handle.aio.close();
        }
        providing = false; // its thread ends then
    }

    private void provide() {
        try {
            while (providing || !provider.isEmpty()) {
                AioOperation operation = provider.poll(10, TimeUnit.MILLISECONDS);
                if (operation != null) {
                    operation.finish(AioError.OK, 1);
                }
            }
        } catch (InterruptedException e) {
            violations.add("the provider was interrupted");
        }
    }

    private final class Handle {
        final Aio aio = factory.alloc(this::completed);
        final AtomicBoolean pending = new AtomicBoolean();
        volatile boolean perhapsRefused;
        int turn;

        void startNext() {
            if (!pending.compareAndSet(false, true)) {
                violations.add("started while in progress");
            }
            started.increment();
            if (turn++ % 2 == 0) {
                factory.sleep(Duration.ofNanos(turn % 7 * 100_000L), aio);
            } else {
                AioOperation operation = AioOperation.start(aio, (self, reason) -> self.finish(reason, 0));
                if (operation != null) {
                    provider.add(operation);
                }
            }
            perhapsRefused = factoryMayClose; // read after the start: false means that it came in time
        }

        void completed(Aio aio) {
            if (!pending.compareAndSet(true, false)) {
                violations.add("completed twice: " + aio.result());
            }
            completed.increment();
            // long enough that one thread cannot serve all
            LockSupport.parkNanos(20_000);
            if (aio.result() == AioError.OK) {
                if (running) {
                    startNext();
                }
            } else if (aio.result() != AioError.ESTOPPED) {
                violations.add("result " + aio.result());
            }
        }
    }
}

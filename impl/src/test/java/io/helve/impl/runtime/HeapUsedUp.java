package io.helve.impl.runtime;

import io.helve.aio.Aio;
import io.helve.aio.AioFactory;
import io.helve.aio.AioRuntime;
import io.helve.file.AioFile;
import io.helve.file.AioFiles;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** A program whose heap another thread uses up again and again while timers, callbacks and a file are busy. */
final class HeapUsedUp {
    private static final Duration TICK = Duration.ofMillis(1);
    private static final int ROUNDS = 20;

    private HeapUsedUp() {}

    /** An operation that is started again and again; a start that finds no memory leaves the handle idle. */
    private static final class Loop {
        final String name;
        final Aio aio;
        final Consumer<Aio> operation;
        final AtomicLong turns = new AtomicLong();

        Loop(String name, AioFactory factory, Consumer<Aio> operation) {
            this.name = name;
            this.operation = operation;
            aio = factory.alloc(this::turn);
        }

        void turn(Aio done) {
            turns.incrementAndGet();
            operation.accept(done);
        }
    }

    public static void main(String[] args) throws Exception {
        try (AioRuntime runtime = AioRuntime.open()) {
            AioFactory factory = runtime.factory();
            Executor direct = Runnable::run;
            Aio open = factory.alloc();
            runtime.service(AioFiles.class).open(Path.of("/dev/zero"), open, StandardOpenOption.READ);
            open.await();
            AioFile file = (AioFile) open.check().getOutput(0);
            ByteBuffer buffer = ByteBuffer.allocate(100);
            List<Loop> loops = List.of(
                    new Loop("on the pool", factory, aio -> factory.sleep(TICK, aio)),
                    new Loop("inline", factory.on(AioFactory.INLINE), aio -> factory.sleep(TICK, aio)),
                    new Loop("on an executor", factory.on(direct), aio -> factory.sleep(TICK, aio)),
                    new Loop("at a time limit", factory, aio -> {
                        aio.setTimeout(TICK);
                        factory.sleep(Aio.INFINITE, aio);
                    }),
                    new Loop("a file", factory, aio -> {
                        buffer.clear();
                        aio.setIov(buffer);
                        file.read(AioFile.CURRENT, aio);
                    }));
            loops.forEach(loop -> loop.operation.accept(loop.aio));
            for (Loop loop : loops) {
                while (loop.turns.get() < 10) { // its classes are loaded then
                    Thread.onSpinWait();
                }
            }
            System.getLogger(HeapUsedUp.class.getName()).log(System.Logger.Level.DEBUG, "the class for levels, too");
            Thread hungry = new Thread(HeapUsedUp::useUp, "hungry");
            hungry.start();
            hungry.join();
            for (Loop loop : loops) {
                System.out.println(loop.name + ": " + goesOn(loop) + ", " + loop.turns + " turns, " + loop.aio);
            }
        }
    }

    private static void useUp() {
        for (int i = 0; i < ROUNDS; i++) {
            List<byte[]> all = new ArrayList<>(100_000);
            try {
                for (int size = 1 << 16; ; ) {
                    try {
                        all.add(new byte[size]);
                    } catch (OutOfMemoryError e) {
                        if (size == 16) {
                            throw e;
                        }
                        size /= 2;
                    }
                }
            } catch (OutOfMemoryError e) {
                // from here on the memory is free again
            }
        }
    }

    /** {@return whether the loop makes turns; a loop whose start has thrown is started once more} */
    private static boolean goesOn(Loop loop) throws InterruptedException {
        long before = loop.turns.get();
        for (int i = 0; i < 10_000 && loop.turns.get() < before + 10; i++) {
            if (!loop.aio.isBusy()) {
                loop.operation.accept(loop.aio);
            }
            Thread.sleep(1);
        }
        return loop.turns.get() >= before + 10;
    }
}

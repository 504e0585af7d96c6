package io.helve.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A handle without a callback: started, finished or cancelled, and waited for. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class AwaitBenchmark {
    /** Which way an operation is started. */
    @Param({"helve", "helve-exclusive"})
    public String peer;

    private Handle handle;

    /** Opens a runtime. */
    @Setup
    public void open() {
        handle = new Handle(Peer.of(peer).provider());
    }

    /**
     * Starts, finishes, waits.
     *
     * @throws InterruptedException never
     */
    @Benchmark
    public void finish() throws InterruptedException {
        handle.finishAndAwait();
    }

    /**
     * Starts, cancels, waits.
     *
     * @throws InterruptedException never
     */
    @Benchmark
    public void cancel() throws InterruptedException {
        handle.cancelAndAwait();
    }

    /** Closes the runtime. */
    @TearDown
    public void close() {
        handle.close();
    }
}

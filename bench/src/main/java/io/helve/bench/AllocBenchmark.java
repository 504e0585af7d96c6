package io.helve.bench;

import io.helve.aio.Aio;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A handle with a callback, allocated and closed. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class AllocBenchmark {
    private final Handle handle = new Handle(Peer.HELVE.provider());

    /**
     * Allocates and closes.
     *
     * @return the closed handle
     */
    @Benchmark
    public Aio allocAndClose() {
        return handle.allocAndClose();
    }

    /** Closes the runtime. */
    @TearDown
    public void close() {
        handle.close();
    }
}

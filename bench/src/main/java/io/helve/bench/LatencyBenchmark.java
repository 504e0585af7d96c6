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

/**
 * The time from a finish on a thread outside of the pool until the caller has seen the callback, including start and
 * await.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class LatencyBenchmark {
    /** Which way an operation is started. */
    @Param({"helve", "futures"})
    public String peer;

    private Handoff handoff;

    /** Makes the handle. */
    @Setup
    public void open() {
        handoff = Peer.of(peer).handoff();
    }

    /**
     * Hands one completion over.
     *
     * @return the part of the time from finish to callback
     * @throws InterruptedException never
     */
    @Benchmark
    public long handoff() throws InterruptedException {
        return handoff.once(0);
    }

    /** Closes the handle. */
    @TearDown
    public void close() {
        handoff.close();
    }
}

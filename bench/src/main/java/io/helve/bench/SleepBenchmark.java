package io.helve.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
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

/** Many sleeps, spread uniformly over some time and submitted at once. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class SleepBenchmark {
    /** The library whose timers are measured. */
    @Param({"helve", "scheduled", "wheel"})
    public String peer;

    /** How many sleeps. */
    @Param({"100000", "1000000"})
    public int count;

    /** Over how many milliseconds they are spread. */
    @Param("5000")
    public int spreadMillis;

    private Sleeps sleeps;

    /** How late the callbacks ran, in microseconds. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Lateness {
        /** The lateness of the earliest callback; a negative value would mean too early. */
        public long earliest;

        /** The median. */
        public long p50;

        /** The 99th percentile. */
        public long p99;

        /** The latest. */
        public long max;
    }

    /** Makes the handles. */
    @Setup
    public void open() {
        sleeps = new Sleeps(Peer.of(peer), count, spreadMillis);
    }

    /**
     * Starts the sleeps and waits for the last callback.
     *
     * @param lateness gets the lateness of the callbacks
     */
    @Benchmark
    public void sleep(Lateness lateness) {
        Sleeps.Result result = sleeps.run();
        lateness.earliest = result.percentile(0) / 1000;
        lateness.p50 = result.percentile(50) / 1000;
        lateness.p99 = result.percentile(99) / 1000;
        lateness.max = result.percentile(100) / 1000;
    }

    /** Closes the handles. */
    @TearDown
    public void close() {
        sleeps.close();
    }
}

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

/** Arming and disarming a timer while others are outstanding. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class ArmBenchmark {
    /** The library whose timers are measured. */
    @Param({"helve", "scheduled", "wheel"})
    public String peer;

    /** How many timers are outstanding. */
    @Param({"0", "100000", "1000000"})
    public int outstanding;

    private ArmedTimers timers;

    /** Starts the outstanding timers. */
    @Setup
    public void open() {
        timers = new ArmedTimers(Peer.of(peer), outstanding);
    }

    /** Starts an operation with a timeout and finishes it. */
    @Benchmark
    public void arm() {
        timers.arm();
    }

    /** Starts a sleep and cancels it. */
    @Benchmark
    public void sleepAndCancel() {
        timers.sleepAndCancel();
    }

    /** Ends the outstanding timers. */
    @TearDown
    public void close() {
        timers.close();
    }
}

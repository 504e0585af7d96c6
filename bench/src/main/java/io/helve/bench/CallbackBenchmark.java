package io.helve.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Start, finish, callback, with a number of handles in flight. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class CallbackBenchmark {
    private static final int OPERATIONS = 1 << 18;

    /** Which way an operation is started. */
    @Param({"helve", "helve-exclusive", "futures"})
    public String peer;

    /** How many handles are in flight. */
    @Param({"1", "64", "1024"})
    public int inFlight;

    /** Whether each operation has a timeout of 30 s. */
    @Param({"false", "true"})
    public boolean timeout;

    private Chains chains;

    /** Makes the handles. */
    @Setup
    public void open() {
        chains = Peer.of(peer).chains(inFlight, timeout);
    }

    /**
     * Runs operations until a fixed number of callbacks has been called.
     *
     * @throws InterruptedException never
     */
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public void callback() throws InterruptedException {
        chains.run(OPERATIONS);
    }

    /** Closes the handles. */
    @TearDown
    public void close() {
        chains.close();
    }
}

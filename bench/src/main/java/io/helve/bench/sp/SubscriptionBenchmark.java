package io.helve.bench.sp;

import io.helve.aio.AioRuntime;
import io.helve.message.Message;
import io.helve.message.Messages;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpSockets;
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
 * Publishing one message over {@code inproc} to a subscriber with a number of topics: the difference between the
 * figures is the cost of matching.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class SubscriptionBenchmark {
    /** The number of topics, all of which have the same beginning. */
    @Param({"1", "1000", "100000"})
    public int topics;

    private AioRuntime runtime;
    private Messages messages;
    private SpSocket pub;
    private SpSocket sub;
    private String wanted;

    /**
     * Connects two sockets, and subscribes.
     *
     * @throws InterruptedException never
     */
    @Setup
    public void open() throws InterruptedException {
        runtime = AioRuntime.open();
        SpSockets sockets = runtime.service(SpSockets.class);
        messages = sockets.messages();
        pub = sockets.open(SpProtocol.PUB);
        sub = sockets.open(SpProtocol.SUB);
        for (int i = 0; i < topics; i++) {
            sub.subscribe("prices/exchange/" + i + "/");
        }
        wanted = "prices/exchange/" + (topics - 1) + "/ 17.20";
        pub.listen("inproc://subscriptions");
        sub.dial("inproc://subscriptions");
        while (pub.statistics().child("pipes").orElseThrow().value() == 0) {
            Thread.onSpinWait();
        }
    }

    /**
     * Publishes a message that the last topic matches, and receives it.
     *
     * @return the message
     * @throws InterruptedException never
     */
    @Benchmark
    public Message matches() throws InterruptedException {
        pub.send(messages.of(wanted));
        return sub.receive();
    }

    /**
     * Publishes a message that no topic matches.
     *
     * @throws InterruptedException never
     */
    @Benchmark
    public void matchesNot() throws InterruptedException {
        pub.send(messages.of("prices/exchange/none"));
    }

    /** Closes everything. */
    @TearDown
    public void close() {
        runtime.close();
    }
}

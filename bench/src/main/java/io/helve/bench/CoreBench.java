package io.helve.bench;

import com.sun.management.OperatingSystemMXBean;
import io.helve.aio.Aio;
import io.helve.aio.AioRuntime;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/**
 * Measures one case of one peer in a fresh JVM, in the shape of {@code nng/core.c}, and prints lines of
 * {@code case<TAB>metric<TAB>value<TAB>unit}.
 */
public final class CoreBench {
    private final PrintStream out;
    private final double warmup;
    private final double seconds;

    /**
     * Sets how long to measure.
     *
     * @param out receives the lines
     * @param warmup seconds before measuring
     * @param seconds seconds of measuring
     */
    CoreBench(PrintStream out, double warmup, double seconds) {
        this.out = out;
        this.warmup = warmup;
        this.seconds = seconds;
    }

    /**
     * Runs one case.
     *
     * @param args {@code [--warmup s] [--seconds s] PEER CASE}
     * @throws Exception if the case cannot be run
     */
    public static void main(String[] args) throws Exception {
        double warmup = 1;
        double seconds = 2;
        String peer = null;
        String name = null;
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--warmup" -> warmup = Double.parseDouble(args[++i]);
                case "--seconds" -> seconds = Double.parseDouble(args[++i]);
                default -> {
                    peer = peer == null ? args[i] : peer;
                    name = args[i];
                }
            }
        }
        if (peer == null || peer.equals(name)) {
            System.err.println("usage: CoreBench [--warmup s] [--seconds s] PEER CASE");
            System.exit(2);
        }
        new CoreBench(System.out, warmup, seconds).run(peer, name);
        System.exit(0);
    }

    void run(String peerTitle, String name) throws Exception {
        Peer peer = Peer.of(peerTitle);
        switch (kind(name)) {
            case "open" -> open(name);
            case "alloc", "await", "cancel" -> handle(peer, name);
            case "latency-busy" -> latency(peer, name, 0);
            case "latency-idle" -> latency(peer, name, 200_000);
            case "callback" -> callback(peer, name, false);
            case "callback-timeout" -> callback(peer, name, true);
            case "arm", "sleep-cancel" -> arm(peer, name);
            case "sleep" -> sleep(peer, name);
            case "idle" -> idle(peer, name);
            default -> throw new IllegalArgumentException("no such case: " + name);
        }
    }

    private static String kind(String name) {
        return name.replaceFirst("-\\d+$", "");
    }

    private static int number(String name) {
        return Integer.parseInt(name.replaceFirst(".*-", ""));
    }

    private void report(String name, String metric, double value, String unit) {
        out.printf(Locale.ROOT, "%s\t%s\t%.4f\t%s%n", name, metric, value, unit);
    }

    /** Measures the time from before the first use of Helve's classes to inside the first callback. */
    private void open(String name) throws InterruptedException {
        CountDownLatch called = new CountDownLatch(1);
        long[] calledAt = new long[1];
        long t0 = System.nanoTime();
        try (AioRuntime runtime = AioRuntime.open()) {
            Aio aio = runtime.factory().alloc(done -> {
                calledAt[0] = System.nanoTime();
                called.countDown();
            });
            new EmptyProvider(false).startAndFinish(aio);
            called.await();
        }
        report(name, "time", (calledAt[0] - t0) / 1e6, "ms");
    }

    private void callback(Peer peer, String name, boolean timeout) throws InterruptedException {
        try (Chains chains = peer.chains(number(name), timeout)) {
            report(name, "time", chains.measure(warmup, seconds), "ns/op");
        }
    }

    private void handle(Peer peer, String name) throws Exception {
        try (Handle handle = new Handle(peer.provider())) {
            loop(
                    name,
                    switch (name) {
                        case "alloc" -> handle::allocAndClose;
                        case "await" -> handle::finishAndAwait;
                        default -> handle::cancelAndAwait;
                    });
        }
    }

    private void arm(Peer peer, String name) throws Exception {
        try (ArmedTimers timers = new ArmedTimers(peer, number(name))) {
            loop(name, kind(name).equals("arm") ? timers::arm : timers::sleepAndCancel);
        }
    }

    private interface Operation {
        void run() throws Exception;
    }

    private void loop(String name, Operation operation) throws Exception {
        loop(operation, warmup);
        report(name, "time", loop(operation, seconds), "ns/op");
    }

    private static double loop(Operation operation, double seconds) throws Exception {
        long t0 = System.nanoTime();
        long end = t0 + Clock.nanos(seconds);
        long n = 0;
        long now;
        do {
            for (int i = 0; i < 256; i++) {
                operation.run();
            }
            n += 256;
            now = System.nanoTime();
        } while (now < end);
        return (double) (now - t0) / n;
    }

    private void latency(Peer peer, String name, long pauseNanos) throws InterruptedException {
        try (Handoff handoff = peer.handoff()) {
            long[] times = handoff.measure(pauseNanos, warmup, seconds);
            report(name, "p50", Percentile.of(times, 50) / 1e3, "us");
            report(name, "p99", Percentile.of(times, 99) / 1e3, "us");
        }
    }

    private void sleep(Peer peer, String name) {
        try (Sleeps sleeps = new Sleeps(peer, number(name))) {
            long cpu = processCpu();
            Sleeps.Result result = sleeps.run();
            cpu = processCpu() - cpu;
            report(name, "total", result.total() / 1e9, "s");
            report(name, "submit", result.submit() / 1e9, "s");
            report(name, "earliest", result.lateness()[0] / 1e6, "ms");
            report(name, "p50", result.percentile(50) / 1e6, "ms");
            report(name, "p99", result.percentile(99) / 1e6, "ms");
            report(name, "max", result.percentile(100) / 1e6, "ms");
            report(name, "cpu", cpu / 1e9, "s");
        }
    }

    /**
     * Measures idle CPU time. The CPU time of the process has a resolution of 10 ms, the CPU time of Helve's own
     * threads a resolution of a nanosecond. Without timers there is no runtime either, and the result is the CPU time
     * of an idle JVM.
     */
    private void idle(Peer peer, String name) throws InterruptedException {
        int count = number(name);
        try (Timers timers = count == 0 ? null : peer.timers(count, index -> {})) {
            for (int i = 0; i < count; i++) {
                timers.sleep(i, Duration.ofHours(1).toMillis() + i);
            }
            Clock.sleep(1);
            long threads = count == 0 ? 0 : threadsCpu();
            long process = processCpu();
            Clock.sleep(seconds);
            process = processCpu() - process; // read first: reading the threads costs CPU time, too
            threads = count == 0 ? 0 : threadsCpu() - threads;
            report(name, "threads-cpu", threads / 1e6, "ms");
            report(name, "process-cpu", process / 1e6, "ms");
            report(name, "over", seconds, "s");
        }
    }

    private static long processCpu() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private static long threadsCpu() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long sum = 0;
        int found = 0;
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("helve-")) {
                sum += Math.max(0, threads.getThreadCpuTime(thread.getId()));
                found++;
            }
        }
        if (found == 0) {
            throw new IllegalStateException("none of Helve's threads found: nothing would be measured");
        }
        return sum;
    }
}

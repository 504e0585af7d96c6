package io.helve.bench.stream;

import io.helve.bench.stream.StreamPeer.Connection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** Runs cases as a client. */
final class Cases {
    private static final int FIRST_IDLERS = 10;

    private final StreamPeer peer;
    private final Control.Client control;

    Cases(StreamPeer peer, Control.Client control) {
        this.peer = peer;
        this.control = control;
    }

    /** The parameters of one case. */
    private record Case(String url, String kind, int size, int connections, double warmup, double seconds) {
        String title() {
            return kind + "-" + url.substring(0, url.indexOf(':')) + "-" + size + "-" + connections;
        }
    }

    /** A result. */
    private record Metric(String name, double value, String unit) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s\t%.4f\t%s", name, value, unit);
        }
    }

    /**
     * Runs one case.
     *
     * @param words {@code URL CASE SIZE CONNECTIONS WARMUP SECONDS}
     * @return the line to print
     */
    String run(List<String> words) throws Exception {
        Case task = new Case(
                words.get(0),
                words.get(1),
                Integer.parseInt(words.get(2)),
                Integer.parseInt(words.get(3)),
                Double.parseDouble(words.get(4)),
                Double.parseDouble(words.get(5)));
        List<Metric> metrics = switch (task.kind) {
            case "echo" -> echo(task);
            case "flow" -> flow(task);
            case "idle" -> idle(task);
            default -> throw new IllegalArgumentException("no such case: " + task.kind);
        };
        return task.title() + "\t" + metrics.stream().map(Metric::toString).collect(Collectors.joining("\t"));
    }

    private List<Metric> echo(Case task) throws Exception {
        Run run = new Run();
        List<Trips> trips = new ArrayList<>();
        List<Connection> connections = new ArrayList<>();
        for (int i = 0; i < task.connections; i++) {
            trips.add(new Trips(run, false));
            connections.add(peer.echo(task.url, task.size, trips.get(i)));
        }
        connections.forEach(Connection::begin);
        sleep(task.warmup);
        run.enter(Run.Phase.MEASURING);
        sleep(task.seconds);
        run.enter(Run.Phase.ENDING);
        run.await();
        connections.forEach(Connection::close);
        long[] all = trips.stream()
                .flatMapToLong(t -> Arrays.stream(t.oneWay()))
                .sorted()
                .toArray();
        return List.of(
                new Metric("mean", Arrays.stream(all).average().orElseThrow() / 1e3, "us"),
                new Metric("p50", percentile(all, 50) / 1e3, "us"),
                new Metric("p99", percentile(all, 99) / 1e3, "us"),
                new Metric("trips", all.length / task.seconds, "/s"));
    }

    private static double percentile(long[] sorted, double percent) {
        int rank = (int) Math.ceil(sorted.length * percent / 100);
        return sorted[Math.max(0, rank - 1)];
    }

    /**
     * Measures a flow. The rate is the number of bytes that the server has received by its own count and clock. At the
     * end the server must have received all bytes that were sent.
     */
    private List<Metric> flow(Case task) throws Exception {
        long before = control.count().first();
        Run run = new Run();
        List<Flow> flows = new ArrayList<>();
        List<Connection> connections = new ArrayList<>();
        for (int i = 0; i < task.connections; i++) {
            flows.add(new Flow(run));
            connections.add(peer.flow(task.url, task.size, flows.get(i)));
        }
        connections.forEach(Connection::begin);
        sleep(task.warmup);
        Control.Answer from = control.count();
        sleep(task.seconds);
        Control.Answer to = control.count();
        run.enter(Run.Phase.ENDING);
        run.await();
        arrived(before + flows.stream().mapToLong(Flow::sent).sum());
        connections.forEach(Connection::close);
        double rate = (to.first() - from.first()) / ((to.second() - from.second()) / 1e9);
        return List.of(new Metric("rate", rate / 1e6, "MB/s"), new Metric("messages", rate / task.size, "/s"));
    }

    private void arrived(long expected) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        long there = control.count().first();
        while (there != expected) {
            if (System.nanoTime() > end || there > expected) {
                throw new TimeoutException("the server has received " + there + " bytes, not " + expected);
            }
            sleep(0.001);
            there = control.count().first();
        }
    }

    /**
     * Measures the memory of connections. A few connections are opened before, so that memory that is allocated only
     * once is not counted.
     */
    private List<Metric> idle(Case task) throws Exception {
        List<Connection> first = idlers(task, FIRST_IDLERS);
        Control.Answer mine = Memory.inUse();
        Control.Answer theirs = control.memory();
        List<Connection> connections = idlers(task, task.connections);
        List<Metric> metrics = new ArrayList<>();
        add(metrics, "client", mine, Memory.inUse(), task.connections);
        add(metrics, "server", theirs, control.memory(), task.connections);
        connections.forEach(Connection::close);
        first.forEach(Connection::close);
        return metrics;
    }

    private static void add(List<Metric> metrics, String side, Control.Answer from, Control.Answer to, double n) {
        metrics.add(new Metric(side, (to.first() - from.first()) / n, "B"));
        metrics.add(new Metric(side + "-direct", (to.second() - from.second()) / n, "B"));
    }

    /** Connections, each after one round trip and with a receive pending. */
    private List<Connection> idlers(Case task, int count) throws Exception {
        Run run = new Run();
        List<Connection> connections = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            connections.add(peer.echo(task.url, task.size, new Trips(run, true)));
        }
        connections.forEach(Connection::begin);
        run.await();
        sleep(0.5);
        return connections;
    }

    private static void sleep(double seconds) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep((long) (seconds * 1e9));
    }
}

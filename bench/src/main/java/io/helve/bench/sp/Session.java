package io.helve.bench.sp;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The commands of a process, a line each:
 *
 * <pre>
 *   open NAME FUNCTION PROTOCOL listen|dial URL SIZE SOCKETS    opens a side; answers the URL to dial
 *   start NAME        sends from now on: an asker or a source
 *   count NAME        answers the messages moved (sent, received, or sent and come back), the time in nanoseconds, the bytes that
 *                     this process has allocated, and how many of the side's sockets have moved none
 *   measure NAME      forgets the times of round trips so far
 *   stop NAME         sends no more; answers how many were sent
 *   trips NAME        answers mean, median and 99th percentile of round trips, in microseconds
 *   close NAME
 *   message SIZE      answers how many bytes a message allocates by itself
 * </pre>
 */
final class Session implements AutoCloseable {
    private static final int MESSAGES = 20_000;

    private final SpPeer peer;
    private final Map<String, Side> sides = new HashMap<>();

    Session(SpPeer peer) {
        this.peer = peer;
    }

    /**
     * Does what a line says.
     *
     * @param line the line
     * @return the answer, words with tabs in between
     */
    String answer(String line) throws Exception {
        List<String> words = List.of(line.trim().split(" +"));
        String name = words.get(1);
        return switch (words.get(0)) {
            case "open" -> open(name, Role.of(words.subList(2, words.size())));
            case "start" -> start(sides.get(name));
            case "count" -> count(sides.get(name).work());
            case "measure" -> measure(sides.get(name).work());
            case "stop" -> stop(sides.get(name).work());
            case "trips" -> trips(sides.get(name).work().trips());
            case "close" -> close(name);
            case "message" -> message(Integer.parseInt(name));
            default -> throw new IllegalArgumentException("no such command: " + line);
        };
    }

    private String open(String name, Role role) throws Exception {
        Side side = peer.open(role, new Work(role));
        sides.put(name, side);
        return side.url();
    }

    private static String start(Side side) {
        side.start();
        return "-";
    }

    private static String count(Work work) {
        work.checkFailure();
        return work.count() + "\t" + System.nanoTime() + "\t" + Allocated.byOthers() + "\t" + work.idle();
    }

    private static String measure(Work work) {
        work.trips().restart();
        return "-";
    }

    private static String stop(Work work) throws InterruptedException {
        work.end();
        return "" + work.count();
    }

    private static String trips(Trips trips) {
        long[] sorted = trips.sorted();
        double sum = 0;
        for (long nanos : sorted) {
            sum += nanos;
        }
        return String.format(
                Locale.ROOT,
                "%.4f\t%.4f\t%.4f",
                sum / sorted.length / 1e3,
                Trips.percentile(sorted, 50) / 1e3,
                Trips.percentile(sorted, 99) / 1e3);
    }

    private String close(String name) {
        sides.remove(name).close();
        return "-";
    }

    private String message(int size) {
        peer.make(size, MESSAGES);
        long before = Allocated.here();
        peer.make(size, MESSAGES);
        return String.format(Locale.ROOT, "%.1f", (Allocated.here() - before) / (double) MESSAGES);
    }

    @Override
    public void close() {
        for (Side side : sides.values()) {
            side.close();
        }
    }
}

package io.helve.ops.command;

import io.helve.aio.AioSnapshot;
import io.helve.ops.model.Observed;
import io.helve.ops.model.SocketView;
import io.helve.ops.text.Table;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Rates: what has happened between two looks, in a second. Used by one thread. */
final class Top {
    private final Observed observed;

    /** The counters of the last look, by the object and the name of the counter. */
    private Map<String, Long> last = Map.of();

    private Map<String, Long> present = Map.of();
    private long lastTime;
    private double seconds;

    Top(Observed observed) {
        this.observed = observed;
    }

    /** Looks for the first time, so that the next look has something to compare with. */
    void begin(Arguments arguments) {
        look(arguments, System.nanoTime());
    }

    /** {@return the rates since the last look} */
    Table look(Arguments arguments, long now) {
        seconds = Math.max(1, now - lastTime) / (double) TimeUnit.SECONDS.toNanos(1);
        lastTime = now;
        present = new HashMap<>();
        Table table = new Table()
                .text("what", "tenant")
                .numbers("operationsPerS", "receivedPerS", "sentPerS")
                .sizes("receivedBytesPerS", "sentBytesPerS")
                .numbers("busy", "queued", "drops");
        for (AioSnapshot pool : observed.pools()) {
            String id = "pool/" + pool.config().pool();
            table.row(
                    id,
                    "",
                    rate(id, "completed", pool.total().completed()),
                    0,
                    0,
                    0,
                    0,
                    pool.busyThreads(),
                    pool.queued(),
                    0);
            pool.tenants().stream()
                    .filter(tenant -> arguments.includes(tenant.name()))
                    .forEach(tenant -> table.row(
                            id,
                            tenant.name(),
                            rate(
                                    id + tenant.name(),
                                    "completed",
                                    tenant.counters().completed()),
                            0,
                            0,
                            0,
                            0,
                            0,
                            0,
                            0));
        }
        for (SocketView socket : observed.sockets()) {
            if (arguments.includes(socket.tenant())) {
                String id = "socket/" + socket.id();
                table.row(
                        id,
                        socket.tenant(),
                        0,
                        rate(id, "rx_msgs", socket.number("rx_msgs")),
                        rate(id, "tx_msgs", socket.number("tx_msgs")),
                        rate(id, "rx_bytes", socket.number("rx_bytes")),
                        rate(id, "tx_bytes", socket.number("tx_bytes")),
                        0,
                        0,
                        socket.number("tx_drop") + socket.number("rx_drop"));
            }
        }
        observed.networks()
                .forEach(network -> table.row(
                        "streams",
                        "",
                        0,
                        0,
                        0,
                        rate("streams", "received", network.bytesReceived()),
                        rate("streams", "sent", network.bytesSent()),
                        network.threads(),
                        0,
                        0));
        last = present;
        return table;
    }

    /** {@return how much a counter has grown in a second; an object that is new has grown from zero} */
    private long rate(String id, String counter, long value) {
        String key = id + " " + counter;
        present.put(key, value);
        return Math.round((value - last.getOrDefault(key, 0L)) / seconds);
    }
}

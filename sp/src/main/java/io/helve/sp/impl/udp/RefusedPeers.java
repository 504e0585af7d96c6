package io.helve.sp.impl.udp;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The addresses that a listener has refused lately, so that a peer which repeats its request, because the refusal was
 * slow or lost, is counted once. Anybody can send requests with false addresses, so the table forgets the address that
 * was silent longest when it is full. The caller's lock guards it.
 */
final class RefusedPeers {
    /** More than the time between two requests of a dialer, so that a repeated request is known as such. */
    private static final long REMEMBERED_NANOS = Duration.ofSeconds(10).toNanos();

    private static final int MOST = 256;

    private final LongSupplier clock;

    /** When each address has sent its last request; the address that was silent longest is the first. */
    private final Map<SocketAddress, Long> lastRequests = new LinkedHashMap<>();

    /**
     * Makes an empty table.
     *
     * @param clock tells the time in nanoseconds
     */
    RefusedPeers(LongSupplier clock) {
        this.clock = clock;
    }

    /** Notes a refusal. {@return whether the address was not refused lately, so that the refusal counts} */
    boolean add(SocketAddress peer) {
        long now = clock.getAsLong();
        Long before = lastRequests.remove(peer);
        if (before == null && lastRequests.size() >= MOST) {
            lastRequests.remove(lastRequests.keySet().iterator().next());
        }
        lastRequests.put(peer, now);
        return before == null || now - before > REMEMBERED_NANOS;
    }
}

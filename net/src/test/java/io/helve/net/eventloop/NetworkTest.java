package io.helve.net.eventloop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.internal.DirectMemory;
import io.helve.stream.StreamConfig;
import io.helve.stream.StreamSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which event loops new connections come to. */
class NetworkTest {
    private static final StreamConfig SOME = StreamConfig.DEFAULTS.withThreads(1);

    private final Network network = new Network(SOME);

    @AfterEach
    void close() {
        network.close();
    }

    @Test
    void whatLoopsAreMadeWithMakesOthersWhenItChanges() {
        EventLoops before = network.loops();
        network.configure(
                new StreamConfig(SOME.threads(), SOME.transport(), Duration.ofSeconds(1), 17, 18, 19, SOME.busyPoll()));
        assertSame(before, network.loops());
        network.configure(network.config().withBusyPoll(Duration.ZERO));
        EventLoops unpolled = network.loops();
        assertNotSame(before, unpolled);
        network.configure(network.config().withThreads(2));
        assertNotSame(unpolled, network.loops());
    }

    @Test
    void connectionsThatOneTenantHasAcceptedDoNotLockOutThoseOfAnother() {
        network.configure(SOME.withAcceptedTenantMax(3));
        TenantShare attacked = network.tenant("attacked");
        TenantShare other = network.tenant("other");
        List<ConnectionSlot> slots = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            slots.add(network.acceptedOn(network.loops(), attacked, 1));
        }
        AioException refused = assertThrows(AioException.class, () -> network.acceptedOn(network.loops(), attacked, 1));
        assertEquals(AioError.ENOFILES, refused.error());
        assertEquals(
                "ENOFILES: listeners of attacked have 3 accepted connections, as many as they may",
                refused.getMessage());
        slots.add(network.acceptedOn(network.loops(), other, 1));
        slots.remove(0).release();
        slots.add(network.acceptedOn(network.loops(), attacked, 1));
        slots.forEach(ConnectionSlot::release);
        assertEquals(0, network.snapshot().memory().accepted());
    }

    @Test
    void thePartOfTheHeapThatAcceptedConnectionsCountForHasASharePerTenant() {
        TenantShare attacked = network.tenant("attacked");
        int half = (int) Math.min(Integer.MAX_VALUE, network.snapshot().memory().acceptedBytesMax() / 2);
        ConnectionSlot all = network.acceptedOn(network.loops(), attacked, half);
        AioException refused =
                assertThrows(AioException.class, () -> network.acceptedOn(network.loops(), attacked, half));
        assertEquals(AioError.ENOMEM, refused.error());
        network.acceptedOn(network.loops(), network.tenant("other"), half).release();
        all.release();
    }

    @Test
    void theBudgetsOfDirectMemoryAreConfiguredAndReported() {
        network.tenant("shop");
        assertEquals(DirectMemory.defaultLimit(), network.snapshot().memory().directMax());
        network.configure(SOME.withDirectMemory(1_000_000, 300_000));
        StreamSnapshot snapshot = network.snapshot();
        assertEquals(1_000_000, snapshot.memory().directMax());
        assertEquals(300_000, tenant(snapshot).memory().directMax());
        network.configure(SOME.withDirectMemory(1_000_000, 0));
        assertEquals(500_000, tenant(network.snapshot()).memory().directMax());
    }

    private static StreamSnapshot.Tenant tenant(StreamSnapshot snapshot) {
        assertEquals("shop", snapshot.tenants().get(0).name());
        return snapshot.tenants().get(0);
    }

    @Test
    void afterTheEndThereIsNoPlace() {
        ConnectionSlot slot = network.connection();
        network.close();
        assertEquals(
                AioError.ECLOSED,
                assertThrows(AioException.class, network::connection).error());
        slot.release();
        assertEquals(
                AioError.ECLOSED,
                assertThrows(AioException.class, network::connection).error());
        assertEquals(
                AioError.ECLOSED,
                assertThrows(AioException.class, network::listener).error());
    }

    @Test
    void whoClosesItOnOneOfItsLoopsDoesNotWaitForThatLoop() throws Exception {
        network.configure(SOME.withThreads(2));
        ConnectionSlot first = network.connection();
        ConnectionSlot second = network.connection();
        assertNotSame(first.loop(), second.loop());
        first.loop().submit(() -> {}).await();
        second.loop().submit(() -> {}).await();
        long began = System.nanoTime();
        int left = first.loop()
                .submit(() -> {
                    network.close();
                    return network.snapshot().threads();
                })
                .get();
        long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();
        assertTrue(seconds < 8, () -> "it has taken " + seconds + " seconds"); // for itself it would wait ten
        assertEquals(1, left, "the others have ended");
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> network.snapshot().threads() == 0);
        assertTrue(first.loop().isTerminated());
    }
}

package io.helve.net.eventloop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.stream.StreamConfig;
import java.time.Duration;
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
        network.configure(new StreamConfig(
                SOME.threads(), SOME.transport(), Duration.ofSeconds(1), 17, 18, 19, SOME.busyPoll(), SOME.polling()));
        assertSame(before, network.loops());
        network.configure(network.config().withBusyPoll(Duration.ZERO));
        EventLoops unpolled = network.loops();
        assertNotSame(before, unpolled);
        network.configure(network.config().withThreads(2));
        assertNotSame(unpolled, network.loops());
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
                .atMost(Duration.ofSeconds(30))
                .until(() -> network.snapshot().threads() == 0);
        assertTrue(first.loop().isTerminated());
    }
}

package io.helve.net.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.stream.StreamConfig;
import java.time.Duration;
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
                SOME.threads(), SOME.transport(), Duration.ofSeconds(1), 17, SOME.handshakesMax(), SOME.busyPoll()));
        assertSame(before, network.loops());
        network.configure(network.config().withBusyPoll(Duration.ZERO));
        EventLoops unpolled = network.loops();
        assertNotSame(before, unpolled);
        network.configure(network.config().withThreads(2));
        assertNotSame(unpolled, network.loops());
    }

    @Test
    void afterTheEndThereIsNoPlace() {
        Place place = network.connection();
        network.close();
        assertEquals(
                AioError.ECLOSED,
                assertThrows(AioException.class, network::connection).error());
        place.release();
        assertEquals(
                AioError.ECLOSED,
                assertThrows(AioException.class, network::connection).error());
        assertEquals(
                AioError.ECLOSED,
                assertThrows(AioException.class, network::listener).error());
    }
}

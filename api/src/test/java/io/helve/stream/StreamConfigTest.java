package io.helve.stream;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioConfig;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What settings there cannot be. */
class StreamConfigTest {
    private static StreamConfig connectingWithin(Duration time) {
        return new StreamConfig(0, StreamConfig.Transport.AUTO, time, 1, 1, 1, Duration.ZERO);
    }

    @Test
    void aTimeWithoutEndIsToldAsInfinite() {
        for (Executable refused : List.<Executable>of(
                () -> connectingWithin(Aio.INFINITE),
                () -> AioConfig.builder().idleTime(Aio.INFINITE).build())) {
            String message = assertThrows(RuntimeException.class, refused).getMessage();
            assertTrue(message.endsWith(", not infinite"), message);
        }
    }

    @Test
    void noTimeIsTooLongToBeRefused() {
        List<Duration> times = List.of(
                Aio.INFINITE,
                Duration.ofSeconds(Long.MIN_VALUE),
                Duration.ofDays(2),
                Duration.ZERO,
                Duration.ofNanos(1));
        for (Duration time : times) {
            assertThrows(IllegalArgumentException.class, () -> connectingWithin(time), time::toString);
        }
        for (Duration time : List.of(Aio.INFINITE, Duration.ofMillis(Long.MAX_VALUE), Duration.ofNanos(-1))) {
            assertThrows(
                    IllegalArgumentException.class, () -> StreamConfig.DEFAULTS.withBusyPoll(time), time::toString);
        }
    }
}

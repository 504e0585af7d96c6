package io.helve.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What settings there cannot be. */
class StreamConfigTest {
    private static StreamConfig connectingWithin(Duration time) {
        return new StreamConfig(
                0, StreamConfig.Transport.AUTO, time, 1, 1, 1, Duration.ZERO, StreamConfig.Polling.THREADS);
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
            AioException refused = assertThrows(AioException.class, () -> connectingWithin(time), time::toString);
            assertEquals(AioError.EINVAL, refused.error());
        }
        for (Duration time : List.of(Aio.INFINITE, Duration.ofMillis(Long.MAX_VALUE), Duration.ofNanos(-1))) {
            AioException refused =
                    assertThrows(AioException.class, () -> StreamConfig.DEFAULTS.withBusyPoll(time), time::toString);
            assertEquals(AioError.EINVAL, refused.error());
        }
    }
}

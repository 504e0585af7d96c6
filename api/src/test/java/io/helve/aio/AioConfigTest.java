package io.helve.aio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AioConfigTest {
    @Test
    void defaultsAreThoseTheJavadocPromises() {
        AioConfig config = AioConfig.defaults();
        assertEquals("default", config.pool());
        assertEquals(2, config.threadsMin());
        int cpus = Runtime.getRuntime().availableProcessors();
        assertEquals(Math.max(2, Math.min(16, 2 * cpus)), config.threadsMax());
        assertEquals(16, config.threadsSpare());
        assertEquals(Thread.NORM_PRIORITY, config.threadPriority());
        assertEquals(Duration.ofSeconds(60), config.idleTime());
        assertEquals(Integer.MAX_VALUE, config.handlesMax());
        assertEquals(Duration.ofSeconds(5), config.drainTime());
        assertEquals(Duration.ofMillis(250), config.slowCallback());
        assertEquals(8, config.fileThreads());
        assertFalse(config.captureStarts());
    }

    @Test
    void aBuilderStartsFromTheSettingsItWasMadeFrom() {
        AioConfig config = AioConfig.builder()
                .pool("a-b_c.9")
                .threads(3, 5)
                .threadsSpare(1)
                .threadPriority(7)
                .idleTime(Duration.ofMillis(11))
                .handlesMax(12)
                .drainTime(Duration.ZERO)
                .slowCallback(Duration.ofMillis(13))
                .fileThreads(14)
                .captureStarts(true)
                .build();
        assertEquals(
                "aio.pool=a-b_c.9, threads.min=3, threads.max=5, threads.spare=1, thread.priority=7, idle.time=11 ms,"
                        + " handles.max=12, drain.time=0 ms, slow.callback=13 ms, file.threads=14, capture.starts=true",
                config.toString());
        assertEquals(config.toString(), config.toBuilder().build().toString());
    }

    @Test
    void theDefaultMaximumIsNeverBelowTheMinimum() {
        assertEquals(40, AioConfig.builder().threads(40, 0).build().threadsMax());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void aValueOutOfRangeIsRefusedWithItsAttributeRangeAndValue(
            String attribute, String range, String value, Consumer<AioConfig.Builder> setting) {
        AioConfig.Builder builder = AioConfig.builder();
        setting.accept(builder);
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, builder::build);
        assertTrue(e.getMessage().startsWith(attribute + " must be " + range), e.getMessage());
        assertTrue(e.getMessage().endsWith(", not " + value), e.getMessage());
    }

    static Stream<Arguments> aValueOutOfRangeIsRefusedWithItsAttributeRangeAndValue() {
        return Stream.of(
                refused("threads.min", "1 to 1024", "0", b -> b.threads(0, 4)),
                refused("threads.max", "4 to 1024", "3", b -> b.threads(4, 3)),
                refused("threads.max", "2 to 1024", "-1", b -> b.threads(2, -1)),
                refused("threads.max", "1 to 1024", "1025", b -> b.threads(1, 1025)),
                refused("threads.spare", "0 to 1024", "-1", b -> b.threadsSpare(-1)),
                refused("thread.priority", "1 to 10", "11", b -> b.threadPriority(11)),
                refused("idle.time", "1 ms to 86400000 ms", "0 ms", b -> b.idleTime(Duration.ZERO)),
                refused("handles.max", "1 to 2147483647", "0", b -> b.handlesMax(0)),
                refused("drain.time", "0 ms to 3600000 ms", "-1 ms", b -> b.drainTime(Duration.ofMillis(-1))),
                refused("slow.callback", "1 ms to 86400000 ms", "0 ms", b -> b.slowCallback(Duration.ZERO)),
                refused("slow.callback", "1 ms", "infinite", b -> b.slowCallback(Aio.INFINITE)),
                refused("file.threads", "1 to 1024", "0", b -> b.fileThreads(0)),
                refused("aio.pool", "1 to 64 letters, digits, '.', '-' or '_'", "\"a b\"", b -> b.pool("a b")),
                refused("aio.pool", "1 to 64", "\"\"", b -> b.pool("")));
    }

    private static Arguments refused(
            String attribute, String range, String value, Consumer<AioConfig.Builder> setting) {
        return Arguments.of(attribute, range, value, setting);
    }
}

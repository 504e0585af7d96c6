package io.helve.impl.handle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioHistogram;
import io.helve.aio.AioStatistics;
import io.helve.impl.EngineTest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the documentation of the package {@code io.helve.aio} promises for values at the edge, sentence by sentence. */
class PromisesOfHandlesTest extends EngineTest {
    private static final Duration LONGEST = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);
    private static final Duration SHORTEST = Duration.ofSeconds(Long.MIN_VALUE);

    private AioError sleep(Aio aio, Duration duration) {
        factory.sleep(duration, aio);
        awaitIdle(aio);
        return aio.result();
    }

    @Test
    void aTimeoutMayBeAsLongAsADurationCanBe() {
        Aio aio = helve.handle();
        aio.setTimeout(LONGEST);
        assertEquals(AioError.OK, sleep(aio, Duration.ofMillis(1)));
    }

    @Test
    void onlyTheNegativeTimeoutDEFAULTIsTaken() {
        Aio aio = helve.handle();
        assertThrows(IllegalArgumentException.class, () -> aio.setTimeout(Duration.ofNanos(-1)));
        assertThrows(IllegalArgumentException.class, () -> aio.setTimeout(SHORTEST));
        aio.setTimeout(Duration.ofMillis(-2));
        assertEquals(AioError.OK, sleep(aio, Duration.ZERO));
    }

    @Test
    void anExpiryMayBeAnyInstantAndNullUndoesIt() {
        Aio aio = helve.handle();
        aio.setExpire(Instant.MIN);
        assertEquals(AioError.ETIMEDOUT, sleep(aio, Duration.ZERO));
        aio.setExpire(Instant.MAX);
        assertEquals(AioError.OK, sleep(aio, Duration.ZERO));
        aio.setExpire(Instant.EPOCH);
        aio.setExpire(null);
        assertEquals(AioError.OK, sleep(aio, Duration.ZERO));
    }

    @Test
    void aSleepOfANegativeTimeEndsAtOnceAndOfTheLongestTimeWhenItIsCancelled() {
        Aio aio = helve.handle();
        assertEquals(AioError.OK, sleep(aio, SHORTEST));
        factory.sleep(LONGEST, aio);
        assertTrue(aio.isBusy());
        aio.cancel();
        awaitIdle(aio);
        assertEquals(AioError.ECANCELED, aio.result());
    }

    @Test
    void awaitWithZeroOrANegativeLimitOnlyTellsWhetherTheHandleIsBusy() throws InterruptedException {
        Aio aio = helve.handle();
        factory.sleep(Aio.INFINITE, aio);
        assertFalse(aio.await(Duration.ZERO));
        assertFalse(aio.await(SHORTEST));
        aio.cancel();
        assertTrue(aio.await(LONGEST));
    }

    @Test
    void closeWithANegativeLimitDoesNotWaitAndClosesLater() {
        Aio aio = helve.handle();
        factory.sleep(Aio.INFINITE, aio);
        aio.close(SHORTEST);
        assertTrue(aio.close(Aio.INFINITE));
        assertEquals(AioError.ESTOPPED, aio.result());
    }

    @Test
    void abortWithoutAnOperationHasNoEffectNowOrLater() {
        Aio aio = helve.handle();
        assertEquals(AioError.OK, sleep(aio, Duration.ZERO));
        aio.abort(AioError.EPERM);
        assertEquals(AioError.OK, aio.result());
        assertEquals(AioError.OK, sleep(aio, Duration.ofMillis(1)));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 4, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void slotsOfOtherIndexesAreRefused(int index) {
        Aio aio = helve.handle();
        assertThrows(IndexOutOfBoundsException.class, () -> aio.setInput(index, "refused"));
        assertThrows(IndexOutOfBoundsException.class, () -> aio.getInput(index));
        assertThrows(IndexOutOfBoundsException.class, () -> aio.getOutput(index));
    }

    @Test
    void sixtyFourBuffersAreTakenAndNoMore() {
        Aio aio = helve.handle();
        ByteBuffer[] many = new ByteBuffer[Aio.IOV_MAX + 1];
        Arrays.fill(many, ByteBuffer.allocate(1));
        aio.setIov(Arrays.copyOf(many, Aio.IOV_MAX));
        assertThrows(IllegalArgumentException.class, () -> aio.setIov(many));
    }

    @Test
    void aClosedHandleKeepsResultAndCountAndRefusesSilently() {
        Aio aio = factory.alloc();
        aio.setInput(0, "input");
        assertEquals(AioError.OK, sleep(aio, Duration.ZERO));
        aio.close();
        assertEquals(AioError.OK, aio.result());
        assertEquals(0, aio.count());
        assertNull(aio.getInput(0));
        factory.sleep(Duration.ZERO, aio);
        assertFalse(aio.isBusy());
        assertEquals(AioError.ESTOPPED, aio.result());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 100.01, Double.NaN, Double.POSITIVE_INFINITY})
    void aPercentileOutOfRangeIsRefused(double percent) {
        AioHistogram histogram = runtime.snapshot().runTime();
        assertThrows(IllegalArgumentException.class, () -> histogram.percentile(percent));
    }

    @Test
    void snapshotsCannotBeChanged() {
        AioStatistics statistics = runtime.service(AioStatistics.class);
        for (List<?> list : List.of(runtime.snapshot().tenants(), statistics.handles(), statistics.callbacks())) {
            assertThrows(UnsupportedOperationException.class, () -> list.add(null));
        }
    }
}

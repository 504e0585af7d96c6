package io.helve.impl.handle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.provider.AioOperation;
import io.helve.impl.EngineTest;
import io.helve.impl.ManualProvider;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 8: four inputs and outputs, up to 64 buffers; what an operation left is cleared when the next one starts. */
class Rule08SlotsAndBuffersTest extends EngineTest {
    private final ManualProvider provider = ManualProvider.obedient();
    private Aio aio;

    @BeforeEach
    void alloc() {
        aio = factory.alloc();
    }

    @AfterEach
    void close() {
        aio.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void anInputReachesTheProviderAndPersists(int slot) {
        assertNull(aio.getInput(slot));
        aio.setInput(slot, "input");
        for (int i = 0; i < 2; i++) {
            AioOperation operation = provider.start(aio);
            assertEquals("input", operation.getInput(slot));
            provider.succeed();
        }
        assertEquals("input", aio.getInput(slot));
        aio.setInput(slot, null);
        assertNull(aio.getInput(slot));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void anOutputReachesTheUserAndIsClearedByTheNextStart(int slot) {
        provider.start(aio).setOutput(slot, "output");
        provider.succeed();
        assertEquals("output", aio.getOutput(slot));
        provider.start(aio);
        provider.succeed();
        assertNull(aio.getOutput(slot));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 4, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void otherSlotsAreRefused(int slot) {
        assertThrows(IndexOutOfBoundsException.class, () -> aio.setInput(slot, "input"));
        assertThrows(IndexOutOfBoundsException.class, () -> aio.getInput(slot));
        assertThrows(IndexOutOfBoundsException.class, () -> aio.getOutput(slot));
        AioOperation operation = provider.start(aio);
        assertThrows(IndexOutOfBoundsException.class, () -> operation.getInput(slot));
        assertThrows(IndexOutOfBoundsException.class, () -> operation.setOutput(slot, "output"));
        provider.succeed();
    }

    @Test
    void theOutputsOfAReusedExclusiveOperationAreThoseOfItsLatestUse() {
        AioOperation first = AioOperation.startExclusive(aio, provider);
        first.setOutput(0, "a");
        first.setOutput(3, "b");
        first.finish(AioError.OK, 0);
        AioOperation second = AioOperation.startExclusive(aio, provider);
        assertSame(first, second);
        second.setOutput(1, "c");
        second.finish(AioError.OK, 0);
        assertNull(aio.getOutput(0));
        assertEquals("c", aio.getOutput(1));
        assertNull(aio.getOutput(3));
    }

    @Test
    void countAndCauseAreClearedByTheNextStart() {
        provider.start(aio);
        provider.operation.finish(AioError.EINTERNAL, 17, new IOException());
        assertEquals(17, aio.count());
        provider.start(aio);
        provider.succeed();
        assertEquals(0, aio.count());
        assertNull(aio.cause());
        assertEquals(AioError.OK, aio.result());
    }

    @Test
    void upToSixtyFourBuffersReachTheProvider() {
        assertEquals(0, provider.start(aio).iov().length);
        provider.succeed();
        ByteBuffer[] buffers = buffers(64);
        aio.setIov(buffers);
        assertArrayEquals(buffers, provider.start(aio).iov());
        provider.succeed();
    }

    @Test
    void moreBuffersAreRefused() {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> aio.setIov(buffers(65)));
        assertTrue(e.getMessage().contains("65"), e.getMessage());
        assertEquals(0, provider.start(aio).iov().length, "nothing was set");
        provider.succeed();
    }

    @Test
    void theArrayOfBuffersIsCopied() {
        ByteBuffer[] buffers = buffers(2);
        ByteBuffer first = buffers[0];
        aio.setIov(buffers);
        buffers[0] = null;
        ByteBuffer[] seen = provider.start(aio).iov();
        assertSame(first, seen[0]);
        provider.succeed();
        aio.setIov(first);
        assertEquals(2, seen.length, "what a provider holds never changes");
        assertNotSame(seen, provider.start(aio).iov());
        provider.succeed();
    }

    @Test
    void buffersMayTakeTurns() {
        ByteBuffer[] buffers = buffers(3);
        for (int i : new int[] {0, 1, 0, 1, 2, 1, 0, 0, 2}) {
            aio.setIov(buffers[i]);
            ByteBuffer[] seen = provider.start(aio).iov();
            assertEquals(1, seen.length);
            assertSame(buffers[i], seen[0]);
            provider.succeed();
        }
        aio.setIov();
        assertEquals(0, provider.start(aio).iov().length);
        provider.succeed();
    }

    @Test
    void aBufferIsNotKeptAliveWhenAnotherHasTakenItsPlace() {
        ByteBuffer buffer = ByteBuffer.allocate(1);
        WeakReference<ByteBuffer> first = new WeakReference<>(buffer);
        aio.setIov(buffer);
        buffer = null;
        aio.setIov(buffers(1));
        eventually(() -> {
            System.gc();
            return first.get() == null;
        });
    }

    @Test
    void buffersAndInputsMayBeGivenWhileSomebodyElseClosesTheHandle() throws Exception {
        ByteBuffer[] buffers = buffers(2);
        ExecutorService closer = Executors.newSingleThreadExecutor();
        try {
            for (int i = 0; i < 5_000; i++) {
                Aio closed = factory.alloc();
                Future<?> reaped = closer.submit(closed::reap);
                for (int turn = 0; !reaped.isDone(); turn++) {
                    closed.setIov(buffers[turn & 1]);
                    closed.setInput(0, "input");
                }
                reaped.get();
            }
        } finally {
            closer.shutdown();
        }
    }

    @Test
    void aNullBufferIsRefusedAndChangesNothing() {
        ByteBuffer buffer = ByteBuffer.allocate(1);
        aio.setIov(buffer);
        assertThrows(NullPointerException.class, () -> aio.setIov(buffer, null));
        assertArrayEquals(new ByteBuffer[] {buffer}, provider.start(aio).iov());
        provider.succeed();
    }

    @Test
    void checkThrowsWhatTheOperationFailedWith() {
        assertSame(aio, aio.check(), "nothing has failed yet");
        provider.start(aio);
        IOException cause = new IOException("gone");
        provider.operation.finish(AioError.ECONNRESET, 5, cause);
        AioException e = assertThrows(AioException.class, aio::check);
        assertEquals(AioError.ECONNRESET, e.error());
        assertEquals("ECONNRESET: gone", e.getMessage());
        assertSame(cause, e.getCause());
        assertEquals(5, e.count());
    }

    @Test
    void afterTheEndTheProviderSeesNothingOfTheHandle() {
        aio.setInput(0, "input");
        aio.setIov(buffers(1));
        AioOperation operation = provider.start(aio);
        provider.succeed();
        assertNull(operation.getInput(0));
        assertNull(operation.getMessage());
        assertEquals(0, operation.iov().length);
    }

    private static ByteBuffer[] buffers(int count) {
        return Stream.generate(() -> ByteBuffer.allocate(1)).limit(count).toArray(ByteBuffer[]::new);
    }
}

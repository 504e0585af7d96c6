package io.helve.impl.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.provider.AioAcceptQueue;
import io.helve.aio.provider.AioHandle;
import io.helve.aio.provider.AioOperation;
import io.helve.impl.EngineTest;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each result goes to one accept operation or to the discard action. */
class AioAcceptQueueTest extends EngineTest {
    private final List<String> discarded = new ArrayList<>();
    private final List<Aio> handles = new ArrayList<>();
    private AioAcceptQueue<String> queue = new AioAcceptQueue<>(() -> "accepting a word", discarded::add);

    @AfterEach
    void closeHandles() {
        handles.forEach(Aio::close);
    }

    private Aio accept() {
        Aio aio = factory.alloc();
        handles.add(aio);
        queue.accept(aio);
        return aio;
    }

    private static void assertAccepted(String result, Aio aio) {
        assertFalse(aio.isBusy());
        assertEquals(AioError.OK, aio.result());
        assertEquals(result, aio.getOutput(0));
    }

    private static void assertFailed(AioError error, Aio aio) {
        assertFalse(aio.isBusy());
        assertEquals(error, aio.result());
        assertNull(aio.getOutput(0));
    }

    @Test
    void aResultGoesToTheOperationThatHasWaitedLongest() {
        Aio first = accept();
        Aio second = accept();
        assertEquals(2, queue.waiting());
        assertTrue(queue.offer("one"));
        assertAccepted("one", first);
        assertTrue(second.isBusy());
        assertTrue(queue.offer("two"));
        assertAccepted("two", second);
        assertEquals(0, queue.waiting());
    }

    @Test
    void resultsAreKeptInTheirOrder() {
        assertTrue(queue.offer("one"));
        assertTrue(queue.offer("two"));
        assertEquals(2, queue.size());
        assertAccepted("one", accept());
        assertAccepted("two", accept());
        assertTrue(accept().isBusy());
        assertEquals(0, queue.size());
    }

    @Test
    void aFailureEndsOneOperation() {
        IOException cause = new IOException("out of paper");
        Aio first = accept();
        Aio second = accept();
        assertTrue(queue.offerFailure(AioError.ENOSPC, cause));
        assertFailed(AioError.ENOSPC, first);
        assertSame(cause, first.cause());
        assertTrue(second.isBusy());
    }

    @Test
    void aFailureIsKeptInLineWithResults() {
        queue.offer("one");
        assertTrue(queue.offerFailure(AioError.ENOSPC, null));
        queue.offer("two");
        assertAccepted("one", accept());
        assertFailed(AioError.ENOSPC, accept());
        assertAccepted("two", accept());
    }

    @Test
    void aFailureForWaitingOperationsIsNotKept() {
        assertFalse(queue.failWaiting(AioError.ENOSPC, null));
        Aio aio = accept();
        assertTrue(aio.isBusy());
        assertTrue(queue.failWaiting(AioError.ENOSPC, null));
        assertFailed(AioError.ENOSPC, aio);
    }

    @Test
    void aFullQueueDiscardsResultsAndForgetsFailures() {
        queue = new AioAcceptQueue<>(() -> "accepting a word", discarded::add, 1);
        assertTrue(queue.offer("one"));
        assertFalse(queue.offer("two"));
        assertFalse(queue.offerFailure(AioError.ENOSPC, null));
        assertEquals(List.of("two"), discarded);
        assertAccepted("one", accept());
        Aio waiting = accept();
        assertTrue(queue.offer("three"));
        assertAccepted("three", waiting);
    }

    @Test
    void closeEndsWhatWaitsAndWhatComes() {
        IOException cause = new IOException("unplugged");
        Aio waiting = accept();
        queue.close(AioError.ECONNRESET, cause);
        Aio later = accept();
        for (Aio aio : List.of(waiting, later)) {
            assertFailed(AioError.ECONNRESET, aio);
            assertSame(cause, aio.cause());
        }
        assertTrue(queue.isClosed());
    }

    @Test
    void closeDiscardsWhatIsKeptAndWhatComes() {
        queue.offer("one");
        queue.offerFailure(AioError.ENOSPC, null);
        queue.close(AioError.ECLOSED);
        assertFalse(queue.offer("two"));
        assertFalse(queue.offerFailure(AioError.ENOSPC, null));
        assertEquals(List.of("one", "two"), discarded);
        assertFailed(AioError.ECLOSED, accept());
    }

    @Test
    void theFirstCloseCounts() {
        queue.close(AioError.ECONNSHUT);
        queue.close(AioError.ECLOSED);
        assertFailed(AioError.ECONNSHUT, accept());
    }

    @Test
    void okIsNoFailure() {
        assertThrows(IllegalArgumentException.class, () -> queue.close(AioError.OK));
        assertThrows(IllegalArgumentException.class, () -> queue.offerFailure(AioError.OK, null));
        assertThrows(IllegalArgumentException.class, () -> queue.failWaiting(AioError.OK, null));
        assertThrows(NullPointerException.class, () -> queue.offer(null));
        assertThrows(IllegalArgumentException.class, () -> new AioAcceptQueue<>(() -> "", result -> {}, -1));
    }

    @Test
    void aCancelledOperationTakesNoResult() {
        Aio aio = accept();
        aio.cancel();
        assertFailed(AioError.ECANCELED, aio);
        assertTrue(queue.offer("one"));
        assertAccepted("one", accept());
    }

    @Test
    void operationsTimeOut() throws InterruptedException {
        Aio aio = factory.alloc();
        handles.add(aio);
        aio.setTimeout(Duration.ofMillis(1));
        queue.accept(aio);
        aio.await();
        assertFailed(AioError.ETIMEDOUT, aio);
        assertEquals(0, queue.waiting());
    }

    @Test
    void aBusyHandleSaysWhatItIsDoing() {
        Aio aio = accept();
        IllegalStateException busy = assertThrows(IllegalStateException.class, () -> queue.accept(aio));
        assertTrue(busy.getMessage().contains("accepting a word"), busy.getMessage());
    }

    @Test
    void anActionMayAcceptAgain() {
        List<Object> accepted = new ArrayList<>();
        CountDownLatch done = new CountDownLatch(1);
        Aio aio = factory.alloc(own -> {
            if (own.result() == AioError.OK) {
                accepted.add(own.getOutput(0));
                queue.accept(own);
            } else {
                done.countDown();
            }
        });
        handles.add(aio);
        queue.offer("one");
        queue.accept(aio);
        queue.offer("two");
        eventually(() -> queue.waiting() == 1 && queue.size() == 0);
        queue.close(AioError.ECLOSED);
        eventually(() -> done.getCount() == 0);
        assertEquals(List.of("one", "two"), accepted);
    }

    @Test
    void aResultForAnOperationThatWasEndedByForceIsDiscarded() {
        queue.accept(endedByForce());
        assertEquals(1, queue.waiting());
        assertFalse(queue.offer("one"));
        assertEquals(List.of("one"), discarded);
    }

    /** {@return a handle whose operation nobody but its runtime finishes} */
    private static Aio endedByForce() {
        AioOperation operation = answering(
                AioOperation.class,
                (proxy, method, arguments) -> method.getName().equals("finish") ? false : null);
        return answering(AioHandle.class, (proxy, method, arguments) -> operation);
    }

    private static <T> T answering(Class<T> type, InvocationHandler answers) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, answers));
    }

    @Test
    void theExampleIsAWholeProvider() {
        try (Lines lines = new Lines();
                Aio aio = factory.alloc()) {
            lines.typed("hello");
            lines.accept(aio);
            assertAccepted("hello", aio);
            lines.unplugged(new IOException("unplugged"));
            lines.accept(aio);
            assertFailed(AioError.ESYSERR, aio);
        }
    }
}

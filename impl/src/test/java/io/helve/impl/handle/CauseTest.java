package io.helve.impl.handle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.provider.AioOperation;
import io.helve.impl.EngineTest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** The Java failure that a provider gives with a result. */
class CauseTest extends EngineTest {
    private static void finish(Aio aio, AioError result, Throwable cause) {
        AioOperation.start(aio, (operation, reason) -> operation.finish(reason, 0))
                .finish(result, 0, cause);
    }

    @Test
    void isGivenWithAnyResultAndClearedByTheNextOperation() throws InterruptedException {
        IllegalStateException failure = new IllegalStateException("customer 4711 is locked");
        try (Aio aio = factory.alloc()) {
            finish(aio, AioError.EPERM, failure);
            assertSame(failure, aio.cause());
            finish(aio, AioError.OK, failure);
            assertSame(failure, aio.cause());
            assertSame(aio, aio.check());
            factory.sleep(Duration.ZERO, aio);
            aio.await();
            assertNull(aio.cause());
        }
    }

    @Test
    void aFailureOfTheProvidersOwnIsGivenWithItsOwnText() {
        IllegalStateException failure = new IllegalStateException("customer 4711 is locked");
        try (Aio aio = factory.alloc()) {
            finish(aio, AioError.EINTERNAL, failure);
            AioException thrown = assertThrows(AioException.class, aio::check);
            assertEquals("EINTERNAL: customer 4711 is locked", thrown.getMessage());
            assertSame(failure, thrown.getCause());
        }
        CompletableFuture<Aio> future = factory.submit(aio -> finish(aio, AioError.EINTERNAL, failure));
        Throwable failed = assertThrows(ExecutionException.class, future::get).getCause();
        assertEquals("EINTERNAL: customer 4711 is locked", failed.getMessage());
    }

    @Test
    void theErrorIsNamedOnceAlsoIfTheCauseNamesIt() {
        AioException cause = new AioException(AioError.ECONNREFUSED, "nobody listens");
        try (Aio aio = factory.alloc()) {
            finish(aio, AioError.ECONNREFUSED, cause);
            assertEquals(
                    "ECONNREFUSED: nobody listens",
                    assertThrows(AioException.class, aio::check).getMessage());
        }
    }
}

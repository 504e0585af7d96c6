package io.helve.impl.handle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.provider.AioOperation;
import io.helve.impl.EngineTest;
import io.helve.impl.ManualProvider;
import org.junit.jupiter.api.Test;

/** A provider can see that its canceller has been called: with what reason, and for which operation. */
class AskedTest extends EngineTest {
    private final ManualProvider provider = ManualProvider.stubborn();

    @Test
    void nobodyHasAsked() {
        Aio aio = factory.alloc();
        AioOperation operation = provider.start(aio);
        assertNull(operation.asked());
        provider.succeed();
        aio.close();
    }

    @Test
    void theReasonIsThatOfTheFirstWhoAsked() {
        Aio aio = factory.alloc();
        AioOperation operation = provider.start(aio);
        aio.abort(AioError.EINTERNAL);
        aio.cancel();
        assertEquals(AioError.EINTERNAL, operation.asked());
        provider.succeed();
        assertNull(operation.asked());
        aio.close();
    }

    @Test
    void theNextOperationHasNotBeenAsked() {
        Aio aio = factory.alloc();
        AioOperation first = AioOperation.startExclusive(aio, provider);
        aio.cancel();
        assertEquals(AioError.ECANCELED, first.asked());
        first.finish(AioError.ECANCELED, 0);
        AioOperation second = AioOperation.startExclusive(aio, provider);
        assertNull(second.asked());
        second.finish(AioError.OK, 0);
        aio.close();
    }
}

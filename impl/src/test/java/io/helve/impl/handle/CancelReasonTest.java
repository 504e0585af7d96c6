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
class CancelReasonTest extends EngineTest {
    private final ManualProvider provider = ManualProvider.stubborn();

    @Test
    void aPendingOperationHasNoCancelReason() {
        Aio aio = factory.alloc();
        AioOperation operation = provider.start(aio);
        assertNull(operation.cancelReason());
        provider.succeed();
        aio.close();
    }

    @Test
    void theReasonIsThatOfTheFirstCancel() {
        Aio aio = factory.alloc();
        AioOperation operation = provider.start(aio);
        aio.abort(AioError.EINTERNAL);
        aio.cancel();
        assertEquals(AioError.EINTERNAL, operation.cancelReason());
        provider.succeed();
        assertNull(operation.cancelReason());
        aio.close();
    }

    @Test
    void theNextOperationDoesNotInheritTheReason() {
        Aio aio = factory.alloc();
        AioOperation first = AioOperation.startExclusive(aio, provider);
        aio.cancel();
        assertEquals(AioError.ECANCELED, first.cancelReason());
        first.finish(AioError.ECANCELED, 0);
        AioOperation second = AioOperation.startExclusive(aio, provider);
        assertNull(second.cancelReason());
        second.finish(AioError.OK, 0);
        aio.close();
    }
}

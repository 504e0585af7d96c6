package io.helve.shell.stdio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioRuntime;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadTurnTest {
    private final AioRuntime runtime = AioRuntime.open();
    private final ReadTurn turn = new ReadTurn();

    @AfterEach
    void close() {
        runtime.close();
    }

    @Test
    void isHadByOneAtATimeInTheOrderOfWaiting() throws InterruptedException {
        try (Aio first = handle();
                Aio second = handle();
                Aio third = handle()) {
            turn.take(first);
            turn.take(second);
            turn.take(third);

            first.await();
            assertTrue(second.isBusy());
            turn.pass();
            second.await();
            assertTrue(third.isBusy());
            turn.pass();
            third.await();
            assertEquals(AioError.OK, third.result());
        }
    }

    @Test
    void isNotGivenToOneThatHasLeft() throws InterruptedException {
        try (Aio first = handle();
                Aio second = handle();
                Aio third = handle()) {
            turn.take(first);
            turn.take(second);
            turn.take(third);
            second.cancel();
            second.await();

            turn.pass();

            third.await();
            assertEquals(AioError.ECANCELED, second.result());
            assertEquals(AioError.OK, third.result());
        }
    }

    @Test
    void isFreeAgainWhenNobodyWaits() throws InterruptedException {
        try (Aio first = handle()) {
            turn.take(first);
            first.await();
            turn.pass();

            turn.take(first);
            first.await();
            assertEquals(AioError.OK, first.result());
        }
    }

    private Aio handle() {
        Aio aio = runtime.factory().alloc();
        aio.setTimeout(Duration.ofSeconds(60));
        return aio;
    }
}

package io.helve.shell.stdio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.aio.AioRuntime;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A start may run the callback of a handle at once, so no lock is held while an operation is started. */
class StartedWithoutLockTest {
    private final AioRuntime runtime = AioRuntime.open();

    @AfterEach
    void close() {
        runtime.close();
    }

    @Test
    void aReadHasTimedOutBeforeItsStartReturns() {
        try (StreamSource source = new StreamSource(InputStream.nullInputStream())) {
            timesOutAtOnce(source, source::read);
        }
    }

    @Test
    void aWriteHasTimedOutBeforeItsStartReturns() {
        try (StreamSink sink = new StreamSink(OutputStream.nullOutputStream())) {
            timesOutAtOnce(sink, sink::write);
        }
    }

    @Test
    void aWaitForTheTurnHasTimedOutBeforeItsStartReturns() {
        ReadTurn turn = new ReadTurn();
        timesOutAtOnce(turn, turn::take);
    }

    /** Starts an operation that has no time left: its callback runs inline, in the middle of the start. */
    private void timesOutAtOnce(Object provider, Consumer<Aio> start) {
        StringBuilder seen = new StringBuilder();
        AioFactory inline = runtime.factory().on(AioFactory.INLINE);
        try (Aio aio = inline.alloc(
                done -> seen.append(done.result()).append(", locked: ").append(Thread.holdsLock(provider)))) {
            aio.setIov(ByteBuffer.allocate(1));
            aio.setTimeout(Duration.ZERO);
            start.accept(aio);
            assertEquals(AioError.ETIMEDOUT + ", locked: false", seen.toString());
        }
    }
}

package io.helve.shell.stdio;

import static io.helve.testkit.Await.await;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioRuntime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamSinkTest {
    private final AioRuntime runtime = AioRuntime.open();
    private final Aio aio = runtime.factory().alloc();
    private final Aio second = runtime.factory().alloc();
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final CountDownLatch gate = new CountDownLatch(1);
    private IOException failure;

    private final StreamSink sink = new StreamSink(new OutputStream() {
        @Override
        public void write(int b) {
            throw new AssertionError("one by one");
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            if (failure != null) {
                throw failure;
            }
            written.write(bytes, offset, length);
        }
    });

    @AfterEach
    void itsThreadEnds() {
        aio.close();
        second.close();
        sink.close();
        runtime.close();
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("helve-sink")));
    }

    @Test
    void writesInOrder() throws Exception {
        write(aio, "a", "b");
        write(second, "c");
        gate.countDown();
        second.await();

        assertEquals("abc", written.toString(US_ASCII));
        aio.await();
        assertEquals(2, aio.count());
    }

    @Test
    void aWriteThatBlocksIsCancelledAtOnce() throws Exception {
        write(aio, "blocked");
        write(second, "waiting");
        second.cancel();
        aio.cancel();
        aio.await();
        second.await();

        assertEquals(AioError.ECANCELED, aio.result());
        assertEquals(AioError.ECANCELED, second.result());
        gate.countDown();
        write(aio, ", later");
        aio.await();
        assertEquals(AioError.OK, aio.result());
        await().until(() -> written.toString(US_ASCII).endsWith(", later"));
    }

    @Test
    void aFailureIsThatOfAllThatFollow() throws Exception {
        failure = new IOException("Broken pipe");
        gate.countDown();
        write(aio, "x");
        aio.await();
        write(second, "y");
        second.await();

        assertEquals(AioError.ESYSERR, aio.result());
        assertEquals(failure, aio.cause());
        assertEquals(failure, second.cause());
    }

    private void write(Aio handle, String... texts) {
        ByteBuffer[] buffers = new ByteBuffer[texts.length];
        for (int i = 0; i < texts.length; i++) {
            buffers[i] = ByteBuffer.wrap(texts[i].getBytes(US_ASCII));
        }
        handle.setIov(buffers);
        sink.write(handle);
    }
}

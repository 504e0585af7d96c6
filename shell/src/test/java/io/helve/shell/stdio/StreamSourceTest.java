package io.helve.shell.stdio;

import static io.helve.testkit.Await.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioRuntime;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamSourceTest {
    private final AioRuntime runtime = AioRuntime.open();
    private final Aio aio = runtime.factory().alloc();
    private final PipedOutputStream out = new PipedOutputStream();
    private PipedInputStream in;
    private StreamSource source;

    @BeforeEach
    void open() throws IOException {
        in = new PipedInputStream(out);
        source = new StreamSource(in);
    }

    @AfterEach
    void itsThreadEnds() throws IOException {
        aio.close();
        source.close();
        out.close();
        runtime.close();
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("helve-stream")));
    }

    @Test
    void scattersWhatHasArrivedOverTheBuffers() throws Exception {
        write("abcde");

        assertEquals("ab|cde|", read(2, 10, 10));
        assertEquals(5, aio.count());
    }

    @Test
    void keepsWhatDoesNotFit() throws Exception {
        write("abcde");

        assertEquals("ab|", read(2));
        assertEquals("cde|", read(10));
    }

    @Test
    void losesNothingThatArrivesAfterACancelledRead() throws Exception {
        aio.setIov(ByteBuffer.allocate(10));
        source.read(aio);
        aio.cancel();
        aio.await();
        assertEquals(AioError.ECANCELED, aio.result());
        write("late");

        assertEquals("late|", read(10));
    }

    @Test
    void tellsTheEndEachTimeItIsAsked() throws Exception {
        out.close();

        read(10);
        assertEquals(-1, aio.count());
        read(10);
        assertEquals(-1, aio.count());
        assertEquals(AioError.OK, aio.result());
    }

    @Test
    void readsLinesWithoutTheirEnds() throws Exception {
        source.close();
        source = new StreamSource(in, StreamSource.Unit.LINE);
        write("one\n\ntwo");
        write(" parts\nlast");
        out.close();

        assertEquals("one|", read(10));
        assertEquals("", read(10));
        assertEquals(0, aio.count());
        assertEquals("two|", read(3));
        assertEquals(" parts|", read(10));
        assertEquals("last|", read(10));
        read(10);
        assertEquals(-1, aio.count());
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private String read(int... sizes) throws InterruptedException {
        ByteBuffer[] buffers = new ByteBuffer[sizes.length];
        for (int i = 0; i < sizes.length; i++) {
            buffers[i] = ByteBuffer.allocate(sizes[i]);
        }
        aio.setIov(buffers);
        source.read(aio);
        aio.await();
        StringBuilder text = new StringBuilder();
        for (ByteBuffer buffer : buffers) {
            if (buffer.position() > 0) {
                text.append(StandardCharsets.US_ASCII.decode(buffer.flip())).append('|');
            }
        }
        return text.toString();
    }
}

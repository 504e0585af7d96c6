package io.helve.net.direct;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.net.StreamTest;
import io.helve.stream.Stream;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamListener;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The direct methods of streams: futures, the loop of a listener, and views for code that blocks. */
class DirectStreamsTest extends StreamTest {
    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(SOON.toSeconds(), TimeUnit.SECONDS);
    }

    private static AioError error(CompletableFuture<?> future) {
        ExecutionException failure = assertThrows(ExecutionException.class, () -> get(future));
        return assertInstanceOf(AioException.class, failure.getCause()).error();
    }

    private StreamDialer dialer(StreamListener listener) {
        return closing(streams.dialer(listener.dialUrl()));
    }

    @Test
    void aConnectionIsMadeWithFutures() throws Exception {
        StreamListener listener = listen("tcp://127.0.0.1:0");
        CompletableFuture<Stream> accepting = listener.acceptAsync();
        Stream client = closing(get(dialer(listener).dialAsync()));
        Stream server = closing(get(accepting));
        assertEquals(5, get(client.sendAsync(ByteBuffer.wrap(bytes("hello")))));
        ByteBuffer buffer = ByteBuffer.allocate(10);
        while (buffer.position() < 5) {
            get(server.receiveAsync(buffer));
        }
        assertEquals("hello", StandardCharsets.UTF_8.decode(buffer.flip()).toString());
        assertNull(get(client.shutdownAsync()));
        assertEquals(AioError.ECONNSHUT, error(server.receiveAsync(ByteBuffer.allocate(1))));
    }

    @Test
    void aCancelledAcceptTakesNoConnectionAway() throws Exception {
        StreamListener listener = listen("tcp://127.0.0.1:0");
        listener.acceptAsync().cancel(true);
        Stream client = closing(get(dialer(listener).dialAsync()));
        Stream server = closing(get(listener.acceptAsync()));
        assertTrue(client != server);
    }

    @Test
    void aStreamThatNobodyTakesIsClosed() throws Exception {
        StreamListener listener = listen("tcp://127.0.0.1:0");
        StreamDialer dialer = dialer(listener);
        for (int i = 0; i < 20; i++) {
            CompletableFuture<Stream> dialing = dialer.dialAsync();
            if (i % 2 == 0) {
                Thread.yield(); // the cancel comes before or after the connection
            }
            if (!dialing.cancel(true)) {
                get(dialing).close();
            }
        }
        listener.close();
        eventually(() -> control.snapshot().streams() == 0);
    }

    @Test
    void aListenerPassesOnAllConnectionsUntilItIsClosed() throws Exception {
        StreamListener listener = listen("tcp://127.0.0.1:0");
        Queue<Stream> accepted = new ConcurrentLinkedQueue<>();
        CompletableFuture<Void> accepting = listener.forEach(stream -> accepted.add(closing(stream)));
        StreamDialer dialer = dialer(listener);
        for (int i = 0; i < 10; i++) {
            closing(get(dialer.dialAsync()));
        }
        eventually(() -> accepted.size() == 10);
        listener.close();
        assertNull(get(accepting));
    }

    @Test
    void anActionThatThrowsLosesItsStreamOnly() throws Exception {
        helve.log().expect("as the test wants it");
        StreamListener listener = listen("tcp://127.0.0.1:0");
        CompletableFuture<Void> accepting = listener.forEach(stream -> {
            throw new IllegalStateException("as the test wants it");
        });
        StreamDialer dialer = dialer(listener);
        for (int i = 0; i < 2; i++) {
            Stream refused = closing(get(dialer.dialAsync()));
            ExecutionException end =
                    assertThrows(ExecutionException.class, () -> get(refused.receiveAsync(ByteBuffer.allocate(1))));
            assertInstanceOf(AioException.class, end.getCause());
        }
        accepting.cancel(true);
    }

    @Test
    void codeThatBlocksUsesViews() throws Exception {
        Pair pair = connect(listen("tcp://127.0.0.1:0"));
        try (OutputStream out = pair.dialed().outputStream()) {
            out.write(bytes("first\nsecond\n"));
            out.write('x');
        }
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(pair.accepted().inputStream(), StandardCharsets.UTF_8))) {
            assertEquals("first", lines.readLine());
            assertEquals("second", lines.readLine());
            assertEquals("x", lines.readLine());
            assertNull(lines.readLine());
        }
        InputStream closed = pair.accepted().inputStream();
        IOException failure = assertThrows(IOException.class, closed::read);
        assertEquals(
                AioError.ECLOSED,
                assertInstanceOf(AioException.class, failure.getCause()).error());
    }

    @Test
    void aChannelMovesBytesAndClosesInOrder() throws Exception {
        Pair pair = connect(listen("tcp://127.0.0.1:0"));
        ByteChannel channel = pair.dialed().byteChannel();
        assertEquals(3, channel.write(ByteBuffer.wrap(bytes("abc"))));
        channel.close();
        assertThrows(ClosedChannelException.class, () -> channel.write(ByteBuffer.wrap(bytes("d"))));
        assertEquals("abc", new String(pair.accepted().inputStream().readAllBytes(), StandardCharsets.UTF_8));
        assertEquals(0, channel.isOpen() ? 1 : 0);
    }

    @Test
    void anInterruptEndsAReadAndLosesNoByte() throws Exception {
        Pair pair = connect(listen("tcp://127.0.0.1:0"));
        InputStream in = pair.accepted().inputStream();
        FutureTask<Void> reading = new FutureTask<>(() -> {
            assertThrows(InterruptedIOException.class, in::read);
            return null;
        });
        Thread reader = new Thread(reading);
        reader.start();
        eventually(() -> reader.getState() == Thread.State.WAITING || reader.getState() == Thread.State.TIMED_WAITING);
        reader.interrupt();
        reading.get(SOON.toSeconds(), TimeUnit.SECONDS);
        sendAll(pair.dialed(), bytes("a"));
        assertEquals('a', in.read());
    }
}

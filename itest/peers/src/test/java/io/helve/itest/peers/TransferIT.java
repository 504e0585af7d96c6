package io.helve.itest.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.stream.Stream;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamOptions;
import io.helve.stream.StreamSnapshot;
import io.helve.stream.TlsConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A long transfer, both ways at the same time, while operations on both sides are cancelled and time out at random: no
 * byte is lost, sent twice or out of order. The property {@code transfer.mib} is the number of mebibytes that go each
 * way, {@code transfer.schemes} lists the schemes.
 */
class TransferIT extends StreamTest {
    private static final long BYTES = Long.getLong("transfer.mib", 64) << 19;

    /** Messages are a smaller part of that: with the leak detector looking at each byte of a frame they are slow. */
    private static final int MESSAGES = 8;

    private static final int LARGEST = 256 << 10;
    private static final Set<AioError> DISTURBED = Set.of(AioError.OK, AioError.ECANCELED, AioError.ETIMEDOUT);

    @TempDir
    Path temp;

    private volatile boolean finished;
    private long bytes;

    static List<String> schemes() {
        return List.of(System.getProperty("transfer.schemes", "tcp").split(","));
    }

    /** The bytes that one side has sent or received in one direction. */
    private record Moved(long bytes, long checksum, int disturbed) {}

    @ParameterizedTest
    @MethodSource("schemes")
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void noByteIsLostOrSentTwiceOrOutOfOrder(String scheme) throws Exception {
        String url = scheme.equals("ipc") ? "ipc://" + temp.resolve("socket") : scheme + "://127.0.0.1:0";
        try (StreamListener listener = streams.listener(url)) {
            TlsConfig trusting = tls(scheme, listener);
            listener.listen();
            try (StreamDialer dialer = streams.dialer(listener.dialUrl().toString())) {
                if (trusting != null) {
                    dialer.set(StreamOptions.TLS, trusting);
                }
                var accepting = io.accepting(listener);
                try (Stream dialed = io.dial(dialer);
                        Stream accepted = accepting.join()) {
                    transfer(dialed, accepted);
                }
            }
        }
    }

    private TlsConfig tls(String scheme, StreamListener listener) throws IOException {
        if (!scheme.startsWith("tls") && !scheme.equals("wss")) {
            return null;
        }
        Certificates certificates = new Certificates(temp);
        listener.set(
                StreamOptions.TLS,
                TlsConfig.builder()
                        .identity(certificates.server, certificates.server, null)
                        .build());
        return TlsConfig.builder().trust(certificates.ca).build();
    }

    private void transfer(Stream one, Stream other) throws Exception {
        bytes = one.isMessageOriented() ? BYTES / MESSAGES : BYTES;
        long seed = System.nanoTime();
        StreamSnapshot before = control.snapshot();
        ExecutorService threads = Executors.newFixedThreadPool(5);
        try (Aio forth = runtime.factory().alloc();
                Aio forthEnd = runtime.factory().alloc();
                Aio back = runtime.factory().alloc();
                Aio backEnd = runtime.factory().alloc()) {
            Future<?> disturber =
                    threads.submit(() -> disturb(List.of(forth, forthEnd, back, backEnd), new SplittableRandom(seed)));
            List<Callable<Moved>> sides = List.of(
                    () -> send(one, forth, new SplittableRandom(seed + 1)),
                    () -> receive(other, forthEnd, new SplittableRandom(seed + 2)),
                    () -> send(other, back, new SplittableRandom(seed + 3)),
                    () -> receive(one, backEnd, new SplittableRandom(seed + 4)));
            List<Future<Moved>> outcomes = threads.invokeAll(sides);
            finished = true;
            disturber.get();
            String all = one + ", seed " + seed + ": " + outcomes.get(0).get()
                    + outcomes.get(1).get() + outcomes.get(2).get()
                    + outcomes.get(3).get();
            for (int side = 0; side < 4; side += 2) {
                Moved sent = outcomes.get(side).get();
                Moved received = outcomes.get(side + 1).get();
                assertEquals(bytes, sent.bytes(), all);
                assertEquals(sent.bytes(), received.bytes(), all);
                assertEquals(sent.checksum(), received.checksum(), all);
                assertTrue(sent.disturbed() > 0 && received.disturbed() > 0, all);
            }
            StreamSnapshot after = control.snapshot();
            assertEquals(2 * bytes, after.bytesSent() - before.bytesSent(), "what was sent in part is counted, too");
            assertEquals(2 * bytes, after.bytesReceived() - before.bytesReceived());
        } finally {
            finished = true;
            threads.shutdownNow();
            assertTrue(threads.awaitTermination(60, TimeUnit.SECONDS));
        }
    }

    /** Cancels now this one, now that one. */
    private void disturb(List<Aio> handles, SplittableRandom random) {
        while (!finished) {
            handles.get(random.nextInt(handles.size())).cancel();
            LockSupport.parkNanos(random.nextLong(1_000_000));
        }
    }

    private Moved send(Stream stream, Aio aio, SplittableRandom random) throws InterruptedException {
        CRC32C checksum = new CRC32C();
        // from some the channel writes straight, from others it copies
        ByteBuffer buffer = random.nextBoolean() ? ByteBuffer.allocate(LARGEST) : ByteBuffer.allocateDirect(LARGEST);
        while (buffer.hasRemaining()) {
            buffer.putLong(random.nextLong());
        }
        long sent = 0;
        long progress = System.nanoTime();
        int disturbed = 0;
        while (sent < bytes) {
            int length = (int) Math.min(size(random), bytes - sent);
            // every piece is another one, so that none can stand for another
            buffer.clear().putLong(0, random.nextLong()).limit(length);
            // from one buffer or from two
            int half = random.nextBoolean() ? 0 : random.nextInt(length);
            ByteBuffer first = buffer.duplicate().limit(half);
            ByteBuffer second = buffer.duplicate().position(half);
            while (second.hasRemaining()) {
                aio.setTimeout(timeout(random));
                setIov(aio, first, second);
                int before = first.remaining() + second.remaining();
                stream.send(aio);
                aio.await();
                progress = progress(aio, progress, stream + ": send of " + before + " after " + sent);
                assertTrue(DISTURBED.contains(aio.result()), () -> "send: " + aio.result() + " " + aio.cause());
                assertEquals(before - first.remaining() - second.remaining(), aio.count(), "positions and count");
                assertTrue(aio.result() != AioError.OK || !second.hasRemaining(), "OK means everything");
                disturbed += aio.result() == AioError.OK ? 0 : 1;
            }
            checksum.update(buffer.duplicate().position(0));
            sent += length;
        }
        return new Moved(sent, checksum.getValue(), disturbed);
    }

    private Moved receive(Stream stream, Aio aio, SplittableRandom random) throws InterruptedException {
        CRC32C checksum = new CRC32C();
        ByteBuffer buffer = ByteBuffer.allocateDirect(LARGEST);
        long received = 0;
        long progress = System.nanoTime();
        int disturbed = 0;
        while (received < bytes) {
            int length = (int) Math.min(size(random), bytes - received);
            int half = random.nextBoolean() ? 0 : random.nextInt(length + 1);
            ByteBuffer first = buffer.clear().limit(length).slice(0, half);
            ByteBuffer second = buffer.slice(half, length - half);
            aio.setTimeout(timeout(random));
            setIov(aio, first, second);
            stream.receive(aio);
            aio.await();
            progress = progress(aio, progress, stream + ": receive after " + received);
            assertTrue(DISTURBED.contains(aio.result()), () -> "receive: " + aio.result() + " " + aio.cause());
            assertTrue(aio.result() != AioError.OK || aio.count() > 0, "OK means something");
            assertEquals(first.position() + second.position(), aio.count(), "positions and count");
            disturbed += aio.result() == AioError.OK ? 0 : 1;
            received += aio.count();
            checksum.update(first.flip());
            checksum.update(second.flip());
        }
        return new Moved(received, checksum.getValue(), disturbed);
    }

    private static void setIov(Aio aio, ByteBuffer first, ByteBuffer second) {
        if (!first.hasRemaining()) {
            aio.setIov(second);
        } else {
            aio.setIov(first, second);
        }
    }

    /** Notices when nothing has gone on for long. {@return when something last did} */
    private static long progress(Aio aio, long last, String what) {
        long now = System.nanoTime();
        assertTrue(aio.count() > 0 || now - last < LONG.toNanos(), () -> what + " stands still, last " + aio.result());
        return aio.count() > 0 ? now : last;
    }

    /** Often little, sometimes much; at least 8. */
    private static int size(SplittableRandom random) {
        return 8 + random.nextInt(8, random.nextInt(4) == 0 ? LARGEST - 8 : 16 << 10);
    }

    /** The limit is sometimes zero, sometimes just long enough, and mostly so long that it does not matter. */
    private static Duration timeout(SplittableRandom random) {
        return switch (random.nextInt(16)) {
            case 0 -> Duration.ZERO;
            case 1, 2 -> Duration.ofNanos(random.nextLong(2_000_000));
            default -> LONG;
        };
    }
}

package io.helve.net.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.net.StreamTest;
import io.helve.stream.Stream;
import io.helve.stream.StreamConfig;
import io.helve.stream.StreamConfig.Transport;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32C;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Sends and receives are cancelled and time out at random, and their buffers are filled with something else as soon as they are
 * over: still each byte that was counted arrives, once, in its place.
 */
class RandomCancelTest extends StreamTest {
    private static final long BYTES = 64L << 20;
    private static final int LONGEST = 300_000;
    private static final Set<AioError> EXPECTED = EnumSet.of(AioError.OK, AioError.ECANCELED, AioError.ETIMEDOUT);

    private record Sum(long bytes, long crc) {}

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"NIO", "EPOLL", "IO_URING"})
    void noByteIsLostDuplicatedOrReordered(Transport transport) throws Exception {
        control.configure(StreamConfig.DEFAULTS.withTransport(transport));
        Pair pair = connect(listen("tcp://127.0.0.1:0"));
        long seed = System.nanoTime();
        CompletableFuture<Sum> sent = CompletableFuture.supplyAsync(() -> send(pair.dialed(), seed), this::thread);
        CompletableFuture<Sum> received =
                CompletableFuture.supplyAsync(() -> receive(pair.accepted(), seed), this::thread);
        assertEquals(sent.join(), received.join(), () -> "seed " + seed);
        assertTrue(sent.join().bytes() >= BYTES);
    }

    private void thread(Runnable body) {
        Thread thread = new Thread(body, "transfer");
        thread.setDaemon(true);
        thread.start();
    }

    private static ByteBuffer buffer(SplittableRandom random) {
        int size = 1 + random.nextInt(random.nextBoolean() ? 2000 : LONGEST);
        return random.nextInt(4) == 0 ? ByteBuffer.allocate(size) : ByteBuffer.allocateDirect(size);
    }

    private static void disturb(Aio aio, SplittableRandom random) {
        int dice = random.nextInt(4);
        if (dice == 0) {
            aio.cancel();
        } else if (dice == 1) {
            for (int i = random.nextInt(100); i > 0; i--) {
                Thread.onSpinWait();
            }
            aio.cancel();
        }
    }

    private Sum send(Stream stream, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        CRC32C crc = new CRC32C();
        Aio aio = factory.alloc();
        long bytes = 0;
        while (bytes < BYTES) {
            ByteBuffer data = buffer(random);
            for (int i = 0; i + 8 <= data.capacity(); i += 8) {
                data.putLong(i, random.nextLong());
            }
            aio.setTimeout(random.nextInt(3) == 0 ? Duration.ofNanos(1 + random.nextInt(200_000)) : Aio.INFINITE);
            aio.setIov(data);
            stream.send(aio);
            disturb(aio, random);
            ended(aio);
            assertTrue(EXPECTED.contains(aio.result()), aio::toString);
            assertEquals(aio.count(), data.position());
            bytes += aio.count();
            crc.update(data.duplicate().flip());
            fill(data, (byte) 0x55);
        }
        aio.setTimeout(Aio.INFINITE);
        stream.shutdown(aio);
        ok(aio);
        aio.close();
        return new Sum(bytes, crc.getValue());
    }

    private Sum receive(Stream stream, long seed) {
        SplittableRandom random = new SplittableRandom(seed + 1);
        CRC32C crc = new CRC32C();
        Aio aio = factory.alloc();
        long bytes = 0;
        do {
            ByteBuffer into = buffer(random);
            aio.setTimeout(random.nextInt(3) == 0 ? Duration.ofNanos(1 + random.nextInt(200_000)) : Aio.INFINITE);
            aio.setIov(into);
            stream.receive(aio);
            disturb(aio, random);
            ended(aio);
            assertEquals(aio.count(), into.position());
            bytes += aio.count();
            crc.update(into.duplicate().flip());
            fill(into, (byte) 0xAA);
        } while (EXPECTED.contains(aio.result()));
        assertEquals(AioError.ECONNSHUT, aio.result(), aio::toString);
        aio.close();
        return new Sum(bytes, crc.getValue());
    }

    private static void fill(ByteBuffer buffer, byte value) {
        for (int i = 0; i < buffer.capacity(); i++) {
            buffer.put(i, value);
        }
    }
}

package io.helve.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.stream.Stream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32C;

/**
 * Sends and receives are cancelled and time out at random, and the test overwrites their buffers as soon as they have
 * ended. Each byte that a send has counted arrives once, and in order.
 */
public final class RandomTransfer {
    private static final int LONGEST = 300_000;
    private static final Set<AioError> EXPECTED = EnumSet.of(AioError.OK, AioError.ECANCELED, AioError.ETIMEDOUT);

    private record Sum(long bytes, long crc) {}

    private final AioFactory factory;
    private final long least;
    private final long seed = System.nanoTime();
    private final CompletableFuture<Sum> sent;
    private final CompletableFuture<Sum> received;

    /** Begins to transfer at least so many bytes, and then shuts down. */
    public RandomTransfer(AioFactory factory, Stream from, Stream to, long least) {
        this.factory = factory;
        this.least = least;
        sent = CompletableFuture.supplyAsync(() -> send(from), this::thread);
        received = CompletableFuture.supplyAsync(() -> receive(to), this::thread);
    }

    /** Waits for the end. */
    public void check() {
        assertEquals(sent.join(), received.join(), () -> "seed " + seed);
        assertTrue(sent.join().bytes() >= least);
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

    private Sum send(Stream stream) {
        SplittableRandom random = new SplittableRandom(seed);
        CRC32C crc = new CRC32C();
        Aio aio = factory.alloc();
        long bytes = 0;
        while (bytes < least) {
            ByteBuffer data = buffer(random);
            for (int i = 0; i + 8 <= data.capacity(); i += 8) {
                data.putLong(i, random.nextLong());
            }
            aio.setTimeout(random.nextInt(3) == 0 ? Duration.ofNanos(1 + random.nextInt(200_000)) : Aio.INFINITE);
            aio.setIov(data);
            stream.send(aio);
            disturb(aio, random);
            StreamTest.ended(aio);
            assertTrue(EXPECTED.contains(aio.result()), () -> aio + ", " + aio.cause());
            assertEquals(aio.count(), data.position());
            bytes += aio.count();
            crc.update(data.duplicate().flip());
            fill(data, (byte) 0x55);
        }
        aio.setTimeout(Aio.INFINITE);
        stream.shutdown(aio);
        StreamTest.ok(aio);
        aio.close();
        return new Sum(bytes, crc.getValue());
    }

    private Sum receive(Stream stream) {
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
            StreamTest.ended(aio);
            assertEquals(aio.count(), into.position());
            bytes += aio.count();
            crc.update(into.duplicate().flip());
            fill(into, (byte) 0xAA);
        } while (EXPECTED.contains(aio.result()));
        assertEquals(AioError.ECONNSHUT, aio.result(), () -> aio + ", " + aio.cause());
        aio.close();
        return new Sum(bytes, crc.getValue());
    }

    private static void fill(ByteBuffer buffer, byte value) {
        for (int i = 0; i < buffer.capacity(); i++) {
            buffer.put(i, value);
        }
    }
}

package io.helve.impl.file;

import static io.helve.testkit.Await.await;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.file.AioFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Cancel, timeout and stop of operations on regular files. */
class FileCancelTest extends FileFixture {
    private static final int PIECE = AioFile.PIECE;

    private AioFile file;

    @BeforeEach
    void openFile() throws IOException {
        file = open(Files.writeString(dir.resolve("file"), "0123456789"), READ, WRITE);
    }

    private CountDownLatch holdAllThreads() {
        holdThread(file);
        return holdThread(file);
    }

    @Test
    void cancelTakesAWaitingOperationOutAtOnce() throws IOException {
        holdAllThreads();
        Aio positioned = aio(bytes("x"));
        file.write(0, positioned);
        Aio current = aio(bytes("y"));
        file.write(AioFile.CURRENT, current);
        Aio opening = aio();
        tenant.open(dir.resolve("new"), opening, CREATE_NEW, WRITE);
        for (Aio aio : new Aio[] {positioned, current, opening}) {
            assertTrue(aio.isBusy());
            aio.cancel();
            ends(aio, AioError.ECANCELED, 0); // while the threads are still held
        }
        assertEquals("0123456789", Files.readString(file.path()));
        assertFalse(Files.exists(dir.resolve("new")));
        assertNull(opening.getOutput(0));
    }

    @Test
    void timeoutTakesAWaitingOperationOutAtOnce() {
        holdAllThreads();
        Aio aio = aio(bytes("x"));
        aio.setTimeout(Duration.ofMillis(20));
        file.write(0, aio);
        ends(aio, AioError.ETIMEDOUT, 0);
        file.size(aio);
        ends(aio, AioError.ETIMEDOUT, 0);
        tenant.open(file.path(), aio);
        ends(aio, AioError.ETIMEDOUT, 0);
    }

    @Test
    void stopTakesAWaitingOperationOutAtOnce() {
        holdAllThreads();
        Aio aio = aio(bytes("x"));
        file.write(0, aio);
        aio.stop();
        ends(aio, AioError.ESTOPPED, 0);
        file.write(0, aio);
        ends(aio, AioError.ESTOPPED, 0);
    }

    @Test
    void zeroTimeoutDoesNothing() throws IOException {
        Aio aio = aio(bytes("x"));
        aio.setTimeout(Duration.ZERO);
        file.write(0, aio);
        ends(aio, AioError.ETIMEDOUT, 0);
        assertEquals("0123456789", Files.readString(file.path()));
    }

    @Test
    void oneCancelledInTheMiddleOfALaneLeavesTheOthers() throws IOException {
        CountDownLatch release = holdAllThreads();
        Aio[] writes = new Aio[5];
        for (int i = 0; i < writes.length; i++) {
            writes[i] = aio(bytes("abcde".substring(i, i + 1)));
            file.write(AioFile.CURRENT, writes[i]);
        }
        writes[0].cancel();
        writes[2].cancel();
        writes[4].cancel();
        release.countDown();
        ends(writes[1], AioError.OK, 1);
        ends(writes[3], AioError.OK, 1);
        assertEquals("bd23456789", Files.readString(file.path()));
    }

    @Test
    void aWriteAtWorkEndsAtThePieceAndCountTellsWhatWasWritten() throws IOException {
        Path path = dir.resolve("out");
        GatedChannel channel = new GatedChannel(FileChannel.open(path, CREATE, WRITE));
        AioFile gated = gated(channel, path, WRITE);
        byte[] content = new byte[3 * PIECE + 100];
        new Random(5).nextBytes(content);
        ByteBuffer small = ByteBuffer.wrap(content, 0, 100);
        ByteBuffer large = ByteBuffer.wrap(content, 100, 3 * PIECE);
        Aio aio = aio(small, large);
        gated.write(0, aio);
        channel.permits.release(2);
        // in this order: the second piece is written, and the thread has begun the third
        await().until(() -> Files.size(path) == 100 + PIECE && channel.inside.get() == 1);
        aio.cancel();
        assertTrue(aio.isBusy());
        channel.permits.release(2);
        ends(aio, AioError.ECANCELED, 100 + 2 * PIECE);
        assertArrayEquals(Arrays.copyOf(content, 100 + 2 * PIECE), Files.readAllBytes(path));
        assertEquals(2 * PIECE, large.position() - 100);
        assertEquals(content.length, large.limit());
    }

    @Test
    void aReadAtWorkEndsAtThePieceWhenTimeIsUp() throws IOException {
        byte[] content = new byte[2 * PIECE];
        new Random(6).nextBytes(content);
        Path path = Files.write(dir.resolve("in"), content);
        GatedChannel channel = new GatedChannel(FileChannel.open(path));
        AioFile gated = gated(channel, path, READ);
        ByteBuffer target = ByteBuffer.allocate(2 * PIECE);
        Aio aio = aio(target);
        aio.setTimeout(Duration.ofSeconds(2)); // long enough for a busy machine to get to work first
        gated.read(AioFile.CURRENT, aio);
        await().until(() -> channel.inside.get() == 1);
        Aio timer = aio();
        runtime.factory().sleep(Duration.ofMillis(2100), timer); // the same clock: later than the timeout
        done(timer);
        channel.permits.release();
        ends(aio, AioError.ETIMEDOUT, PIECE);
        assertArrayEquals(Arrays.copyOf(content, PIECE), Arrays.copyOf(target.array(), PIECE));

        aio.setTimeout(Aio.INFINITE);
        channel.permits.release();
        gated.read(AioFile.CURRENT, aio); // goes on where the other ended
        ends(aio, AioError.OK, PIECE);
        assertArrayEquals(content, target.array());
    }

    @Test
    void cancelInTheLastPieceDoesNotChangeTheResult() throws IOException {
        Path path = dir.resolve("out");
        GatedChannel channel = new GatedChannel(FileChannel.open(path, CREATE, WRITE));
        Aio aio = aio(bytes("all"));
        gated(channel, path, WRITE).write(0, aio);
        await().until(() -> channel.inside.get() == 1);
        aio.cancel();
        channel.permits.release();
        ends(aio, AioError.OK, 3);
    }

    @Test
    void cancelledOverAndOverTheCountIsAlwaysWhatTheFileHolds() throws Exception {
        ByteBuffer chunk = ByteBuffer.allocateDirect(PIECE / 2);
        Random random = new Random(7);
        for (int round = 0; round < 100; round++) {
            Path path = dir.resolve("round");
            AioFile out = open(path, CREATE_NEW, WRITE);
            ByteBuffer[] iov = new ByteBuffer[16];
            Arrays.setAll(iov, i -> chunk.duplicate());
            Aio aio = aio(iov);
            out.write(0, aio);
            for (int spin = random.nextInt(20_000); spin > 0; spin--) {
                Thread.onSpinWait();
            }
            aio.cancel();
            done(aio);
            assertTrue(aio.result() == AioError.OK || aio.result() == AioError.ECANCELED, aio::toString);
            assertEquals(aio.count(), Files.size(path));
            assertEquals(
                    aio.count(),
                    Arrays.stream(iov).mapToLong(ByteBuffer::position).sum());
            Aio closing = aio();
            out.close(closing);
            ends(closing, AioError.OK, 0);
            Files.delete(path);
        }
    }
}

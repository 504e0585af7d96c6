package io.helve.impl.file;

import static io.helve.testkit.Await.await;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.file.AioFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pipes and devices: what blocks there can be ended, and no byte is lost or doubled by that. */
class StreamFileTest extends FileFixture {
    /** More than a pipe of Linux takes before its writer has to wait. */
    private static final int MORE_THAN_A_PIPE = 200_000;

    private Path fifo;
    /** The other end of the FIFO, open for reading and writing, so that opening never blocks. */
    private FileChannel peer;

    @BeforeEach
    void makeFifo() throws Exception {
        fifo = fifo();
        peer = FileChannel.open(fifo, READ, WRITE);
    }

    @AfterEach
    void closePeer() throws IOException {
        peer.close();
    }

    @Test
    void readsUntilTheIovIsFull() throws IOException {
        AioFile file = open(fifo, READ);
        ByteBuffer first = ByteBuffer.allocate(3);
        ByteBuffer second = ByteBuffer.allocate(4);
        Aio aio = aio(first, ByteBuffer.allocate(0), second);
        file.read(AioFile.CURRENT, aio);
        write(peer, "ab");
        assertTrue(aio.isBusy());
        write(peer, "cdefgh");
        ends(aio, AioError.OK, 7);
        assertEquals("abcdefg", text(first, second));
        ByteBuffer rest = ByteBuffer.allocate(1);
        aio.setIov(rest);
        file.read(AioFile.CURRENT, aio);
        ends(aio, AioError.OK, 1);
        assertEquals("h", text(rest));
    }

    @Test
    void aPositionIsIgnored() throws IOException {
        AioFile file = open(fifo, READ);
        ByteBuffer target = ByteBuffer.allocate(3);
        Aio aio = aio(target);
        file.read(1_000, aio);
        write(peer, "abc");
        ends(aio, AioError.OK, 3);
        assertEquals("abc", text(target));
    }

    @Test
    void aCancelledReadEndsAtOnceAndLosesNoByte() throws IOException {
        AioFile file = open(fifo, READ);
        ByteBuffer target = ByteBuffer.allocate(10);
        Aio aio = aio(target);
        file.read(AioFile.CURRENT, aio);
        write(peer, "abc");
        await().until(() -> target.position() == 3);
        aio.cancel(); // the thread is blocked in the system, and stays there
        ends(aio, AioError.ECANCELED, 3);
        assertEquals("abc", text(target));

        write(peer, "defg");
        ByteBuffer next = ByteBuffer.allocate(2);
        aio.setIov(next);
        file.read(AioFile.CURRENT, aio);
        ends(aio, AioError.OK, 2);
        assertEquals("de", text(next));
        next.clear();
        file.read(AioFile.CURRENT, aio);
        ends(aio, AioError.OK, 2);
        assertEquals("fg", text(next));
    }

    @Test
    void readsCancelledOverAndOverSeeEveryByteOnce() throws Exception {
        AioFile file = open(fifo, READ);
        byte[] content = new byte[50_000];
        new Random(8).nextBytes(content);
        Thread writer = new Thread(() -> {
            Random random = new Random(9);
            try {
                for (int at = 0; at < content.length; ) {
                    int n = Math.min(1 + random.nextInt(300), content.length - at);
                    at += peer.write(ByteBuffer.wrap(content, at, n));
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        writer.start();
        ByteBuffer all = ByteBuffer.allocate(content.length);
        Random random = new Random(10);
        while (all.hasRemaining()) {
            ByteBuffer target = ByteBuffer.allocate(Math.min(1 + random.nextInt(500), all.remaining()));
            try (Aio aio = runtime.factory().alloc()) {
                aio.setIov(target);
                file.read(AioFile.CURRENT, aio);
                if (random.nextBoolean()) {
                    aio.cancel();
                }
                done(aio);
                assertEquals(aio.count(), target.position());
            }
            all.put(target.flip());
        }
        writer.join();
        assertArrayEquals(content, all.array());
    }

    @Test
    void aReadTimesOutWhileTheSystemBlocks() {
        AioFile file = open(fifo, READ);
        Aio aio = aio(ByteBuffer.allocate(1));
        aio.setTimeout(Duration.ofMillis(20));
        file.read(AioFile.CURRENT, aio);
        ends(aio, AioError.ETIMEDOUT, 0);
    }

    @Test
    void readsAreServedInTheirOrder() throws IOException {
        AioFile file = open(fifo, READ);
        List<ByteBuffer> targets = new ArrayList<>();
        List<Aio> reads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            ByteBuffer target = ByteBuffer.allocate(2);
            targets.add(target);
            Aio aio = aio(target);
            reads.add(aio);
            file.read(0, aio);
        }
        reads.get(1).cancel();
        write(peer, "abcdef");
        for (int i : new int[] {0, 2, 3}) {
            ends(reads.get(i), AioError.OK, 2);
        }
        assertEquals("ab", text(targets.get(0)));
        assertEquals("cdef", text(targets.get(2), targets.get(3)));
    }

    @Test
    void theEndIsToldOnce() throws IOException {
        AioFile file = open(fifo, READ);
        ByteBuffer target = ByteBuffer.allocate(10);
        Aio aio = aio(target);
        file.read(AioFile.CURRENT, aio);
        write(peer, "abc");
        await().until(() -> target.position() == 3);
        peer.close();
        ends(aio, AioError.OK, 3);
        try (FileChannel later = FileChannel.open(fifo, READ, WRITE)) {
            file.read(AioFile.CURRENT, aio);
            ends(aio, AioError.OK, -1); // although somebody writes again
            write(later, "defghijklm");
            target.clear();
            file.read(AioFile.CURRENT, aio);
            ends(aio, AioError.OK, 10);
        }
        assertEquals("defghijklm", text(target));
    }

    @Test
    void theEndEndsAllReadsThatWait() throws IOException {
        AioFile file = open(fifo, READ);
        Aio first = aio(ByteBuffer.allocate(2));
        Aio second = aio(ByteBuffer.allocate(2));
        Aio third = aio(ByteBuffer.allocate(2));
        file.read(AioFile.CURRENT, first);
        file.read(AioFile.CURRENT, second);
        file.read(AioFile.CURRENT, third);
        write(peer, "abc");
        ends(first, AioError.OK, 2);
        peer.close();
        ends(second, AioError.OK, 1);
        ends(third, AioError.OK, -1);
    }

    @Test
    void writesAllOfTheIovInOrder() throws IOException {
        AioFile file = open(fifo, WRITE);
        byte[] content = new byte[MORE_THAN_A_PIPE];
        new Random(11).nextBytes(content);
        Aio first = aio(ByteBuffer.wrap(content, 0, 7), ByteBuffer.wrap(content, 7, 100_000));
        Aio second = aio(ByteBuffer.wrap(content, 100_007, MORE_THAN_A_PIPE - 100_007));
        file.write(AioFile.CURRENT, first);
        file.write(AioFile.CURRENT, second);
        assertArrayEquals(content, readPeer(content.length));
        ends(first, AioError.OK, 100_007);
        ends(second, AioError.OK, MORE_THAN_A_PIPE - 100_007);
    }

    private byte[] readPeer(int length) throws IOException {
        ByteBuffer all = ByteBuffer.allocate(length);
        while (all.hasRemaining()) {
            peer.read(all);
        }
        return all.array();
    }

    @Test
    void aCancelledWriteEndsAtOnceAndCountTellsWhatTheReaderGets() throws IOException {
        AioFile file = open(fifo, WRITE);
        byte[] content = new byte[10 * MORE_THAN_A_PIPE];
        new Random(12).nextBytes(content);
        ByteBuffer source = ByteBuffer.wrap(content);
        Aio aio = aio(source);
        file.write(AioFile.CURRENT, aio);
        await().until(() -> source.position() > 0); // the pipe is full soon, and nobody reads
        aio.cancel();
        done(aio);
        assertEquals(AioError.ECANCELED, aio.result());
        assertEquals(source.position(), aio.count());
        Aio next = aio(bytes("next"));
        file.write(AioFile.CURRENT, next);
        int count = (int) aio.count();
        byte[] got = readPeer(count + 4);
        ends(next, AioError.OK, 4);
        for (int i = 0; i < count; i++) {
            assertEquals(content[i], got[i], "at " + i);
        }
        assertEquals("next", new String(got, count, 4));
    }

    @Test
    void writingWithoutReadersFails() throws IOException {
        AioFile file = open(fifo, WRITE);
        peer.close();
        Aio aio = aio(bytes("x"));
        file.write(AioFile.CURRENT, aio);
        ends(aio, AioError.ECONNSHUT, 0);
    }

    @Test
    void openedBothWaysItReadsAndWritesAtTheSameTime() {
        AioFile file = open(fifo, READ, WRITE);
        ByteBuffer target = ByteBuffer.allocate(4);
        Aio read = aio(target);
        file.read(AioFile.CURRENT, read);
        Aio write = aio(bytes("echo"));
        file.write(AioFile.CURRENT, write); // not held up by the read that blocks
        ends(write, AioError.OK, 4);
        ends(read, AioError.OK, 4);
        assertEquals("echo", text(target));
    }

    @Test
    void hasNoSizeAndCannotBeTruncatedOrForced() {
        AioFile file = open(fifo, WRITE);
        Aio aio = aio();
        file.size(aio);
        ends(aio, AioError.ENOTSUP, 0);
        file.truncate(0, aio);
        ends(aio, AioError.ENOTSUP, 0);
        file.force(true, aio);
        ends(aio, AioError.ENOTSUP, 0);
        assertTrue(aio.cause().getMessage().contains(fifo.toString()));
    }

    @Test
    void aReadOnlyBufferFailsAndKeepsTheBytes() throws IOException {
        AioFile file = open(fifo, READ);
        Aio aio = aio(ByteBuffer.allocate(2).asReadOnlyBuffer());
        file.read(AioFile.CURRENT, aio);
        write(peer, "ab");
        ends(aio, AioError.EINVAL, 0);
        ByteBuffer target = ByteBuffer.allocate(2);
        aio.setIov(target);
        file.read(AioFile.CURRENT, aio);
        ends(aio, AioError.OK, 2);
        assertEquals("ab", text(target));
    }

    @Test
    void blockedStreamsDoNotHoldUpRegularFiles() throws IOException {
        for (int i = 0; i < 10; i++) {
            Aio aio = aio(ByteBuffer.allocate(1));
            open(fifo, READ).read(AioFile.CURRENT, aio);
        }
        AioFile regular = open(Files.writeString(dir.resolve("f"), "abc"));
        Aio size = aio();
        regular.size(size);
        ends(size, AioError.OK, 3);
    }

    @Test
    void openingAFifoThatNobodyWritesToCanBeCancelled() throws IOException {
        peer.close();
        Aio aio = aio();
        tenant.open(fifo, aio, READ);
        await().until(() -> threads().size() > 1);
        aio.cancel();
        ends(aio, AioError.ECANCELED, 0);
    }

    @Test
    void openingAFifoThatNobodyReadsTimesOut() throws IOException {
        peer.close();
        Aio aio = aio();
        aio.setTimeout(Duration.ofMillis(20));
        tenant.open(fifo, aio, WRITE);
        ends(aio, AioError.ETIMEDOUT, 0);
    }

    @Test
    void openingAFifoWaitsForTheOtherEnd() throws IOException {
        peer.close();
        Aio read = aio();
        tenant.open(fifo, read, READ);
        Aio write = aio();
        tenant.open(fifo, write, WRITE);
        ends(read, AioError.OK, 0);
        ends(write, AioError.OK, 0);
    }

    @Test
    void closeEndsABlockedRead() {
        AioFile file = open(fifo, READ);
        Aio aio = aio(ByteBuffer.allocate(1));
        file.read(AioFile.CURRENT, aio);
        file.close();
        ends(aio, AioError.ECLOSED, 0);
        file.read(AioFile.CURRENT, aio);
        ends(aio, AioError.ECLOSED, 0);
    }

    @Test
    void closeAsAnOperationWaitsForWhatWasWritten() throws IOException {
        AioFile file = open(fifo, WRITE);
        Aio write = aio(ByteBuffer.allocate(MORE_THAN_A_PIPE));
        file.write(AioFile.CURRENT, write);
        Aio closing = aio();
        file.close(closing);
        Aio late = aio(bytes("x"));
        file.write(AioFile.CURRENT, late);
        ends(late, AioError.ECLOSED, 0);
        assertTrue(closing.isBusy());
        readPeer(MORE_THAN_A_PIPE);
        ends(write, AioError.OK, MORE_THAN_A_PIPE);
        ends(closing, AioError.OK, 0);
    }

    @Test
    void closeAsAnOperationDoesNotWaitForACancelledRead() {
        AioFile file = open(fifo, READ);
        Aio read = aio(ByteBuffer.allocate(1));
        file.read(AioFile.CURRENT, read);
        read.cancel();
        ends(read, AioError.ECANCELED, 0);
        file.close(read);
        ends(read, AioError.OK, 0);
    }

    @Test
    void closingTheServiceEndsWhatIsBlocked() throws IOException {
        AioFile reading = open(fifo, READ);
        AioFile writing = open(fifo, WRITE);
        Aio read = aio(ByteBuffer.allocate(1_000_000));
        reading.read(AioFile.CURRENT, read);
        peer.close();
        Files.delete(fifo); // even then
        service.close();
        ends(read, AioError.ECLOSED, 0);
        assertEquals(List.of(), threads());
        Aio late = aio(bytes("x"));
        writing.write(AioFile.CURRENT, late);
        ends(late, AioError.ECLOSED, 0);
    }

    @Test
    void closingTheServiceEndsABlockedOpen() throws IOException {
        peer.close();
        Aio aio = aio();
        tenant.open(fifo, aio, READ);
        await().until(() -> threads().size() > 1);
        service.close();
        ends(aio, AioError.ECLOSED, 0);
        assertEquals(List.of(), threads());
    }

    @Test
    void devicesOfTheSystem() {
        Path zero = Path.of("/dev/zero");
        Path sink = Path.of("/dev/null");
        assumeTrue(Files.exists(zero) && Files.exists(sink), "not a Unix");
        Aio aio = aio(ByteBuffer.allocate(MORE_THAN_A_PIPE));
        open(zero).read(0, aio);
        ends(aio, AioError.OK, MORE_THAN_A_PIPE);
        aio.setIov(ByteBuffer.allocate(10));
        open(sink).read(0, aio);
        ends(aio, AioError.OK, -1);
        open(sink, WRITE).write(AioFile.CURRENT, aio);
        ends(aio, AioError.OK, 10);
    }

    @Test
    void readingWithoutRoomIsEINVALAlsoWhileNothingHasArrived() throws Exception {
        AioFile file = open(fifo, READ);
        Aio aio = aio();
        file.read(AioFile.CURRENT, aio);
        ends(aio, AioError.EINVAL, 0);
        aio.setIov(ByteBuffer.allocate(0));
        file.read(AioFile.CURRENT, aio);
        ends(aio, AioError.EINVAL, 0);
    }
}

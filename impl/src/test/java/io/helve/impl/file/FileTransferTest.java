package io.helve.impl.file;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.file.AioFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What reads and writes of regular files transfer, and from where to where. */
class FileTransferTest extends FileFixture {
    private static final int PIECE = AioFile.PIECE;

    @Test
    void readsWhatWasWritten() throws IOException {
        Path path = dir.resolve("f");
        AioFile file = open(path, CREATE_NEW, READ, WRITE);
        ByteBuffer source = bytes("hello, world");
        Aio aio = aio(source);
        file.write(0, aio);
        ends(aio, AioError.OK, 12);
        assertEquals(12, source.position());
        assertEquals("hello, world", Files.readString(path));

        ByteBuffer target = ByteBuffer.allocateDirect(5);
        aio.setIov(target);
        file.read(7, aio);
        ends(aio, AioError.OK, 5);
        assertEquals("world", text(target));
    }

    @Test
    void openWithoutOptionsReads() throws IOException {
        AioFile file = open(Files.writeString(dir.resolve("f"), "x"));
        Aio aio = aio(ByteBuffer.allocate(1));
        file.read(0, aio);
        ends(aio, AioError.OK, 1);
    }

    @Test
    void callbackRunsOnACompletionThread() throws IOException {
        AioFile file = open(Files.writeString(dir.resolve("f"), "x"));
        CountDownLatch called = new CountDownLatch(1);
        String[] thread = new String[1];
        Aio aio = aio(
                a -> {
                    thread[0] = Thread.currentThread().getName();
                    called.countDown();
                },
                ByteBuffer.allocate(1));
        file.read(0, aio);
        waitFor(called);
        assertTrue(thread[0].startsWith("helve-aio-"), thread[0]);
    }

    @Test
    void gathersAndScatters64BuffersSomeEmpty() throws IOException {
        byte[] content = new byte[3 * PIECE + 12345];
        new Random(1).nextBytes(content);
        Path path = dir.resolve("f");
        AioFile file = open(path, CREATE, READ, WRITE);

        Aio write = aio(cut(ByteBuffer.wrap(content), new Random(2)));
        file.write(0, write);
        ends(write, AioError.OK, content.length);
        assertArrayEquals(content, Files.readAllBytes(path));

        byte[] copy = new byte[content.length];
        ByteBuffer[] targets = cut(ByteBuffer.wrap(copy), new Random(3));
        Aio read = aio(targets);
        file.read(0, read);
        ends(read, AioError.OK, content.length);
        assertArrayEquals(content, copy);
        for (ByteBuffer target : targets) {
            assertFalse(target.hasRemaining());
        }
    }

    /** Cuts a buffer into 64 of very different sizes, every eighth of them empty. */
    private static ByteBuffer[] cut(ByteBuffer whole, Random random) {
        ByteBuffer[] parts = new ByteBuffer[Aio.IOV_MAX];
        int position = 0;
        for (int i = 0; i < parts.length; i++) {
            int left = whole.capacity() - position;
            int size = i == parts.length - 1 ? left : i % 8 == 0 ? 0 : random.nextInt(Math.min(left, 60_000) + 1);
            parts[i] = whole.slice(position, size);
            position += size;
        }
        return parts;
    }

    @Test
    void readingWithoutRoomIsEINVALAndWritingNothingWritesNothing() throws IOException {
        AioFile file = open(Files.writeString(dir.resolve("f"), "x"), READ, WRITE);
        Aio aio = aio();
        file.read(0, aio);
        ends(aio, AioError.EINVAL, 0);
        file.write(5, aio);
        ends(aio, AioError.OK, 0);
        aio.setIov(ByteBuffer.allocate(0));
        file.read(100, aio);
        ends(aio, AioError.EINVAL, 0);
    }

    @Test
    void readsThePartThatIsThereAndThenTheEnd() throws IOException {
        AioFile file = open(Files.writeString(dir.resolve("f"), "abcdef"));
        ByteBuffer first = ByteBuffer.allocate(4);
        ByteBuffer second = ByteBuffer.allocate(4);
        Aio aio = aio(first, second);
        file.read(1, aio);
        ends(aio, AioError.OK, 5);
        assertEquals("bcdef", text(first, second));

        aio.setIov(ByteBuffer.allocate(1));
        file.read(6, aio);
        ends(aio, AioError.OK, -1);
        file.read(Long.MAX_VALUE - 8, aio);
        done(aio);
        assertEquals(-1, aio.count());
    }

    @Test
    void currentPositionsOfReadsAndWritesAreTheirOwn() throws IOException {
        Path path = Files.writeString(dir.resolve("f"), "0123456789");
        AioFile file = open(path, READ, WRITE);
        assertEquals("012", readCurrent(file, 3));
        Aio write = aio(bytes("ab"));
        file.write(AioFile.CURRENT, write);
        ends(write, AioError.OK, 2);
        assertEquals("345", readCurrent(file, 3));
        write.setIov(bytes("cd"));
        file.write(AioFile.CURRENT, write);
        ends(write, AioError.OK, 2);
        assertEquals("6789", readCurrent(file, 100));
        assertEquals("abcd456789", Files.readString(path));
        Aio end = aio(ByteBuffer.allocate(1));
        file.read(AioFile.CURRENT, end);
        ends(end, AioError.OK, -1);
    }

    private String readCurrent(AioFile file, int length) {
        ByteBuffer target = ByteBuffer.allocate(length);
        Aio aio = aio(target);
        file.read(AioFile.CURRENT, aio);
        done(aio).check();
        return text(target);
    }

    @Test
    void manyOperationsAtTheCurrentPositionKeepTheirOrder() throws IOException {
        Path path = dir.resolve("f");
        AioFile file = open(path, CREATE, READ, WRITE);
        StringBuilder expected = new StringBuilder();
        List<Aio> handles = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            expected.append("line ").append(i).append('\n');
            Aio aio = aio(bytes("line "), bytes(i + "\n"));
            handles.add(aio);
            file.write(AioFile.CURRENT, aio);
        }
        handles.forEach(aio -> done(aio).check());
        assertEquals(expected.toString(), Files.readString(path));
    }

    @Test
    void appendIgnoresThePosition() throws IOException {
        Path path = Files.writeString(dir.resolve("f"), "start;");
        AioFile file = open(path, APPEND);
        ByteBuffer large = ByteBuffer.allocate(2 * PIECE + 7);
        Aio aio = aio(bytes("a"), bytes(""), bytes("b"), large, bytes("c"));
        file.write(0, aio);
        ends(aio, AioError.OK, 2 * PIECE + 10);
        aio.setIov(bytes("end"));
        file.write(AioFile.CURRENT, aio);
        ends(aio, AioError.OK, 3);
        byte[] content = Files.readAllBytes(path);
        assertEquals(6 + 2 * PIECE + 13, content.length);
        assertEquals("start;ab", new String(content, 0, 8));
        assertEquals("cend", new String(content, content.length - 4, 4));
    }

    @Test
    void sizeTruncateForceAndClose() throws IOException {
        Path path = Files.writeString(dir.resolve("f"), "0123456789");
        AioFile file = open(path, READ, WRITE);
        Aio aio = aio();
        file.size(aio);
        ends(aio, AioError.OK, 10);
        file.truncate(4, aio);
        ends(aio, AioError.OK, 0);
        file.truncate(8, aio);
        ends(aio, AioError.OK, 0);
        file.size(aio);
        ends(aio, AioError.OK, 4);
        file.force(true, aio);
        ends(aio, AioError.OK, 0);
        file.force(false, aio);
        ends(aio, AioError.OK, 0);
        file.close(aio);
        ends(aio, AioError.OK, 0);
        assertEquals("0123", Files.readString(path));
    }

    @Test
    void writesBeyondTheEndLeaveAHole() throws IOException {
        Path path = dir.resolve("f");
        AioFile file = open(path, CREATE, WRITE);
        Aio aio = aio(bytes("x"));
        file.write(3, aio);
        ends(aio, AioError.OK, 1);
        assertArrayEquals(new byte[] {0, 0, 0, 'x'}, Files.readAllBytes(path));
    }

    @Test
    void aHandleGoesOnInItsCallback() throws IOException {
        byte[] content = new byte[100_000];
        new Random(4).nextBytes(content);
        AioFile file = open(Files.write(dir.resolve("f"), content));
        ByteBuffer whole = ByteBuffer.allocate(content.length);
        CountDownLatch end = new CountDownLatch(1);
        ByteBuffer block = ByteBuffer.allocate(1000);
        Aio aio = aio(
                a -> {
                    if (a.result() == AioError.OK && a.count() > 0) {
                        whole.put(block.flip());
                        block.clear();
                        file.read(AioFile.CURRENT, a);
                    } else {
                        end.countDown();
                    }
                },
                block);
        file.read(AioFile.CURRENT, aio);
        waitFor(end);
        ends(aio, AioError.OK, -1);
        assertArrayEquals(content, whole.array());
    }
}

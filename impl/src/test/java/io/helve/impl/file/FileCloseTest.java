package io.helve.impl.file;

import static io.helve.testkit.Await.await;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.file.AioFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Closing a file, a user's files, and everything. */
class FileCloseTest extends FileFixture {
    private AioFile holder() throws IOException {
        return open(Files.writeString(dir.resolve("holder"), ""));
    }

    @Test
    void closeAsAnOperationCarriesOutWhatWasStartedBefore() throws IOException {
        AioFile holder = holder();
        Path path = dir.resolve("f");
        AioFile file = open(path, CREATE, WRITE);
        holdThread(holder);
        CountDownLatch release = holdThread(holder);
        Aio first = aio(bytes("abc"));
        file.write(AioFile.CURRENT, first);
        Aio second = aio(bytes("def"));
        file.write(AioFile.CURRENT, second);
        Aio closing = aio();
        file.close(closing);
        Aio late = aio(bytes("late"));
        file.write(AioFile.CURRENT, late);
        ends(late, AioError.ECLOSED, 0);
        file.close(late);
        ends(late, AioError.ECLOSED, 0);
        closing.cancel();
        assertTrue(closing.isBusy());
        release.countDown();
        ends(first, AioError.OK, 3);
        ends(second, AioError.OK, 3);
        ends(closing, AioError.OK, 0);
        assertEquals("abcdef", Files.readString(path));
    }

    @Test
    void closeEndsWhatWaitsAtOnceAndWhatIsAtWorkAtItsBoundary() throws IOException {
        AioFile holder = holder();
        Path path = dir.resolve("f");
        GatedChannel channel = new GatedChannel(FileChannel.open(path, CREATE, READ, WRITE));
        AioFile file = gated(channel, path, READ, WRITE);
        Aio atWork = aio(ByteBuffer.allocate(3 * AioFile.PIECE));
        file.write(0, atWork);
        await().until(() -> channel.inside.get() == 1);
        holdThread(holder);
        Aio waiting = aio(ByteBuffer.allocate(1));
        file.read(0, waiting);
        Aio inLane = aio(ByteBuffer.allocate(1));
        file.read(AioFile.CURRENT, inLane);
        file.close();
        ends(waiting, AioError.ECLOSED, 0);
        ends(inLane, AioError.ECLOSED, 0);
        assertTrue(channel.isOpen());
        channel.permits.release();
        ends(atWork, AioError.ECLOSED, AioFile.PIECE);
        await().until(() -> !channel.isOpen());
        file.close();
        file.size(atWork);
        ends(atWork, AioError.ECLOSED, 0);
    }

    @Test
    void closeOvertakesACloseThatWaits() throws IOException {
        AioFile holder = holder();
        AioFile file = open(Files.writeString(dir.resolve("f"), "x"), READ);
        holdThread(holder);
        CountDownLatch release = holdThread(holder);
        Aio read = aio(ByteBuffer.allocate(1));
        file.read(0, read);
        Aio closing = aio();
        file.close(closing);
        file.close();
        ends(read, AioError.ECLOSED, 0);
        assertTrue(closing.isBusy());
        release.countDown();
        ends(closing, AioError.OK, 0);
    }

    @Test
    void anOperationMayCloseItsFileInline() throws IOException {
        AioFile file = holder();
        Aio inline = tracked(runtime.factory().on(AioFactory.INLINE).alloc(a -> file.close()));
        file.size(inline);
        ends(inline, AioError.OK, 0);
        file.size(inline);
        ends(inline, AioError.ECLOSED, 0);
    }

    @Test
    void closingAClientClosesItsFilesAndNoOthers() throws IOException {
        AioFile mine = holder();
        FileTenant other = service.openTenant(() -> null);
        Aio aio = aio();
        other.open(mine.path(), aio);
        done(aio).check();
        AioFile theirs = (AioFile) aio.getOutput(0);

        CountDownLatch first = holdThread(theirs);
        holdThread(theirs);
        Aio opening = aio();
        tenant.open(dir.resolve("new"), opening, CREATE, WRITE);
        Aio waiting = aio();
        mine.size(waiting);
        tenant.close();
        ends(opening, AioError.ECLOSED, 0);
        ends(waiting, AioError.ECLOSED, 0);
        assertFalse(Files.exists(dir.resolve("new")));
        tenant.open(mine.path(), opening);
        ends(opening, AioError.ECLOSED, 0);
        assertNull(opening.getOutput(0));
        first.countDown();
        theirs.size(waiting);
        ends(waiting, AioError.OK, 0);
        tenant.close();
    }

    @Test
    void aClosedServiceHasOnlyClosedClients() throws IOException {
        AioFile file = holder();
        service.close();
        Aio aio = aio();
        file.size(aio);
        ends(aio, AioError.ECLOSED, 0);
        service.openTenant(() -> null).open(file.path(), aio);
        ends(aio, AioError.ECLOSED, 0);
        service.close();
    }

    @Test
    void filesLeftOpenAreClosedWithTheService() throws IOException {
        Path path = Files.writeString(dir.resolve("f"), "");
        GatedChannel channel = new GatedChannel(FileChannel.open(path));
        gated(channel, path, READ);
        service.close();
        assertFalse(channel.isOpen());
    }

    @Test
    void closingInTheMiddleOfTrafficEndsEachOperationOnce() throws IOException {
        Path path = Files.write(dir.resolve("f"), new byte[100_000]);
        AioFile file = open(path, READ, WRITE);
        Aio[] handles = new Aio[100];
        for (int i = 0; i < handles.length; i++) {
            boolean current = i % 2 == 0;
            handles[i] = aio(
                    a -> {
                        if (a.result() == AioError.OK) {
                            a.setIov(ByteBuffer.allocate(1000));
                            file.read(current ? AioFile.CURRENT : 0, a);
                        }
                    },
                    ByteBuffer.allocate(1000));
            file.read(current ? AioFile.CURRENT : 0, handles[i]);
        }
        await().until(() -> runtime.snapshot().total().succeeded() > 1000);
        service.close();
        for (Aio aio : handles) {
            done(aio);
            assertEquals(AioError.ECLOSED, aio.result());
        }
    }
}

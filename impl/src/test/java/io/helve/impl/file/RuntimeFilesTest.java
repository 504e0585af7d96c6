package io.helve.impl.file;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.helve.aio.Aio;
import io.helve.aio.AioConfig;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioRuntime;
import io.helve.file.AioFile;
import io.helve.file.AioFiles;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Files as the user of a runtime gets them. */
class RuntimeFilesTest extends FileFixture {
    @Test
    void aRuntimeHasFiles() throws Exception {
        Path path = dir.resolve("f");
        try (AioRuntime own = AioRuntime.open(AioConfig.builder().pool(POOL).build())) {
            AioFiles files = own.service(AioFiles.class);
            assertSame(files, own.service(AioFiles.class));
            own.factory()
                    .submit(aio -> files.open(path, aio, CREATE_NEW, WRITE))
                    .thenCompose(opened -> own.factory().submit(aio -> {
                        aio.setIov(bytes("through futures"));
                        ((AioFile) opened.getOutput(0)).write(0, aio);
                    }))
                    .get();
        }
        assertEquals("through futures", Files.readString(path));
        assertEquals(List.of(), threads());
    }

    @Test
    void aClosedRuntimeHasNoFiles() {
        AioRuntime own = AioRuntime.open(AioConfig.builder().pool(POOL).build());
        own.close();
        AioException thrown = assertThrows(AioException.class, () -> own.service(AioFiles.class));
        assertEquals(AioError.ESTOPPED, thrown.error());
    }

    @Test
    void closingTheRuntimeStopsWhatIsBlocked() throws Exception {
        Path fifo = fifo();
        Aio read;
        Aio opening;
        try (AioRuntime own = AioRuntime.open(AioConfig.builder().pool(POOL).build())) {
            AioFiles files = own.service(AioFiles.class);
            read = own.factory().alloc();
            files.open(fifo, read, READ, WRITE);
            done(read).check();
            AioFile file = (AioFile) read.getOutput(0);
            read.setIov(ByteBuffer.allocate(1));
            file.read(AioFile.CURRENT, read);
            Files.delete(fifo);
            opening = own.factory().alloc();
            files.open(fifo(), opening, READ);
        }
        ends(read, AioError.ESTOPPED, 0);
        ends(opening, AioError.ESTOPPED, 0);
        assertEquals(List.of(), threads());
    }
}

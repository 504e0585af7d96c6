package io.helve.impl.file;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.file.AioFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each failure has its error, and a cause that names the file. */
class FileErrorsTest extends FileFixture {
    private void refused(AioError error, Path path, OpenOption... options) {
        Aio aio = aio();
        tenant.open(path, aio, options);
        ends(aio, error, 0);
        namesFile(aio, path);
        assertNull(aio.getOutput(0));
    }

    private static void namesFile(Aio aio, Path path) {
        assertNotNull(aio.cause());
        assertTrue(aio.cause().getMessage().contains(path.toString()), aio.cause()::toString);
    }

    @Test
    void missingFileIsENOENT() throws IOException {
        refused(AioError.ENOENT, dir.resolve("none"), READ);
        refused(AioError.ENOENT, dir.resolve("none/f"), CREATE, WRITE);
        Path file = Files.writeString(dir.resolve("file"), "");
        refused(AioError.ENOENT, file.resolve("below"), READ);
    }

    @Test
    void existingFileIsEEXIST() throws IOException {
        refused(AioError.EEXIST, Files.writeString(dir.resolve("f"), ""), CREATE_NEW, WRITE);
    }

    @Test
    void directoryIsEBADTYPE() {
        refused(AioError.EBADTYPE, dir, READ);
        refused(AioError.EBADTYPE, dir, WRITE);
    }

    @Test
    void optionsThatDoNotGoTogetherAreEINVAL() {
        refused(AioError.EINVAL, dir.resolve("f"), READ, APPEND);
    }

    @Test
    void unknownOptionIsENOTSUP() {
        OpenOption odd = new OpenOption() {
            @Override
            public String toString() {
                return "odd";
            }
        };
        refused(AioError.ENOTSUP, dir.resolve("f"), WRITE, CREATE, odd);
    }

    @Test
    void tooLongNameIsEINVAL() {
        refused(AioError.EINVAL, dir.resolve("x".repeat(300)), READ);
    }

    @Test
    void deniedAccessIsEPERM() {
        Path kernels = Path.of("/sys/kernel/notes");
        assumeTrue(Files.exists(kernels), "no file that even root may not write");
        assumeTrue(failure(kernels) instanceof AccessDeniedException, "a file that may be written here");
        refused(AioError.EPERM, kernels, WRITE);
    }

    private static Throwable failure(Path path) {
        try {
            Files.newByteChannel(path, WRITE).close();
            return null;
        } catch (IOException e) {
            return e;
        }
    }

    @Test
    void readOnlyFileSystemIsEREADONLY() throws IOException {
        Path mounts = Path.of("/proc/self/mounts");
        assumeTrue(Files.exists(mounts), "no list of mounts");
        Optional<Path> readOnly;
        try (Stream<String> lines = Files.lines(mounts)) {
            readOnly = lines.map(line -> line.split(" "))
                    .filter(fields -> fields[3].startsWith("ro"))
                    .map(fields -> Path.of(fields[1], "helve-test"))
                    .filter(path -> failure(path.getParent().resolve("helve-probe")) instanceof FileSystemException)
                    .findFirst();
        }
        assumeTrue(readOnly.isPresent(), "no read-only file system");
        refused(AioError.EREADONLY, readOnly.get(), CREATE_NEW, WRITE);
    }

    @Test
    void fullDeviceIsENOSPC() {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "no /dev/full");
        AioFile file = open(full, WRITE);
        ByteBuffer source = bytes("x");
        Aio aio = aio(source);
        file.write(AioFile.CURRENT, aio);
        ends(aio, AioError.ENOSPC, 0);
        namesFile(aio, full);
        assertEquals(0, source.position());
    }

    @Test
    void readingAFileOpenedForWritingIsEWRITEONLY() {
        AioFile file = open(dir.resolve("f"), CREATE, WRITE);
        Aio aio = aio(ByteBuffer.allocate(1));
        file.read(0, aio);
        ends(aio, AioError.EWRITEONLY, 0);
        namesFile(aio, file.path());
    }

    @Test
    void writingAFileOpenedForReadingIsEREADONLY() throws IOException {
        AioFile file = open(Files.writeString(dir.resolve("f"), "abc"), READ);
        Aio aio = aio(bytes("x"));
        file.write(0, aio);
        ends(aio, AioError.EREADONLY, 0);
        namesFile(aio, file.path());
        file.truncate(1, aio);
        ends(aio, AioError.EREADONLY, 0);
        assertEquals("abc", Files.readString(file.path()));
    }

    @Test
    void negativePositionOrSizeIsEINVAL() {
        AioFile file = open(dir.resolve("f"), CREATE, READ, WRITE);
        Aio aio = aio(ByteBuffer.allocate(1));
        file.read(-2, aio);
        ends(aio, AioError.EINVAL, 0);
        file.write(Long.MIN_VALUE, aio);
        ends(aio, AioError.EINVAL, 0);
        file.truncate(-1, aio);
        ends(aio, AioError.EINVAL, 0);
        namesFile(aio, file.path());
    }

    @Test
    void readOnlyBufferIsEINVALAfterWhatWentBefore() throws IOException {
        AioFile file = open(Files.writeString(dir.resolve("f"), "abcdef"));
        ByteBuffer first = ByteBuffer.allocate(2);
        Aio aio = aio(first, ByteBuffer.allocate(2).asReadOnlyBuffer());
        file.read(0, aio);
        ends(aio, AioError.EINVAL, 2);
        assertEquals("ab", text(first));
    }

    @Test
    void startingOnABusyHandleNamesTheOperation() throws IOException {
        AioFile file = open(Files.writeString(dir.resolve("f"), "abc"));
        holdThread(file);
        holdThread(file);
        Aio aio = aio(ByteBuffer.allocate(1));
        file.read(0, aio);
        IllegalStateException e = assertThrows(IllegalStateException.class, () -> file.size(aio));
        assertTrue(e.getMessage().contains("reading " + file.path()), e.getMessage());
        aio.cancel();
        ends(aio, AioError.ECANCELED, 0);
    }

    @ParameterizedTest
    @CsvSource({
        "No space left on device, ENOSPC",
        "Disk quota exceeded, ENOSPC",
        "There is not enough space on the disk, ENOSPC",
        "Read-only file system, EREADONLY",
        "Too many open files, ENOFILES",
        "Too many open files in system, ENOFILES",
        "Is a directory, EBADTYPE",
        "Operation not permitted, EPERM",
        "Broken pipe, ECONNSHUT",
        "Input/output error, ESYSERR"
    })
    void systemTexts(String text, AioError error) {
        assertEquals(error, FileErrors.of(new IOException(text)));
        assertEquals(error, FileErrors.of(new FileSystemException("Is a directory/f", null, text)));
    }

    @Test
    void otherFailures() {
        assertEquals(AioError.ECLOSED, FileErrors.of(new AsynchronousCloseException()));
        assertEquals(AioError.ENOMEM, FileErrors.of(new OutOfMemoryError()));
        assertEquals(AioError.EINTERNAL, FileErrors.of(new IllegalStateException()));
        assertEquals(AioError.ESYSERR, FileErrors.of(new IOException()));
    }
}

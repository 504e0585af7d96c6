package io.helve.impl.file;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.helve.aio.AioError;
import io.helve.internal.SystemTexts;
import io.helve.internal.SystemTexts.Known;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.FileChannel;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The words in which this system reports errors of files, learned from failures of files that do no harm: the device
 * that is always full, the root folder, a name that is too long. A limit of open files cannot be provoked without harm;
 * a text that is still unknown counts as that limit if opening a file fails with the same text at that moment. Quotas
 * ({@code EDQUOT}) and read-only file systems ({@code EROFS}) remain unknown where the language is not English.
 */
final class FileTexts {
    private static final Path FULL = Path.of("/dev/full");

    private static final SystemTexts TEXTS = new SystemTexts(List.of(
            new Known(AioError.ENOSPC, FileTexts::writeToFullDevice),
            new Known(AioError.EBADTYPE, () -> write(Path.of("/"))),
            new Known(AioError.EBADTYPE, FileTexts::readFolder),
            new Known(AioError.ENOENT, () -> write(Path.of("/dev/null/file"))),
            new Known(AioError.EINVAL, () -> write(Path.of("/" + "x".repeat(1_000)))),
            new Known(AioError.ECONNSHUT, FileTexts::writeToBrokenPipe)));

    private FileTexts() {}

    /** {@return the error for a text that is in the language of the process, or null if it is not known} */
    static AioError find(String text) {
        AioError known = TEXTS.find(text);
        return known == null && text != null && text.equals(textOfOpening()) ? AioError.ENOFILES : known;
    }

    /** {@return why no file can be opened at present; null if one can be opened} */
    private static String textOfOpening() {
        try {
            close(Files.newByteChannel(Path.of("/"), READ));
            return null;
        } catch (IOException e) {
            return SystemTexts.text(e);
        }
    }

    private static void writeToFullDevice() throws IOException {
        try (FileChannel channel = FileChannel.open(FULL, WRITE)) {
            channel.write(ByteBuffer.allocate(1));
        }
    }

    private static void write(Path path) throws IOException {
        close(FileChannel.open(path, WRITE, CREATE));
    }

    private static void readFolder() throws IOException {
        try (FileChannel channel = FileChannel.open(Path.of("/"), READ)) {
            channel.read(ByteBuffer.allocate(1));
        }
    }

    private static void writeToBrokenPipe() throws IOException {
        Pipe pipe = Pipe.open();
        pipe.source().close();
        try (Pipe.SinkChannel sink = pipe.sink()) {
            sink.write(ByteBuffer.allocate(1));
        }
    }

    private static void close(Channel channel) throws IOException {
        channel.close();
    }
}

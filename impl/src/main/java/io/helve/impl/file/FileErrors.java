package io.helve.impl.file;

import io.helve.aio.AioError;
import io.helve.internal.SystemTexts;
import java.io.IOException;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.Locale;
import java.util.Map;

/**
 * Maps failures of the JDK to errors. Types are compared first. Where the JDK reports an error of the system as text
 * only, the text is compared with the English texts of the C library, and then with the texts of the language of this
 * process ({@link FileTexts}). An unknown failure is {@code ESYSERR}, with the text in the cause.
 */
final class FileErrors {
    private static final Map<String, AioError> BY_TEXT = Map.ofEntries(
            Map.entry("no space left", AioError.ENOSPC),
            Map.entry("not enough space", AioError.ENOSPC),
            Map.entry("quota exceeded", AioError.ENOSPC),
            Map.entry("read-only file system", AioError.EREADONLY),
            Map.entry("write protected", AioError.EREADONLY),
            Map.entry("too many open files", AioError.ENOFILES),
            Map.entry("is a directory", AioError.EBADTYPE),
            Map.entry("not a directory", AioError.ENOENT),
            Map.entry("no such file", AioError.ENOENT),
            Map.entry("permission denied", AioError.EPERM),
            Map.entry("operation not permitted", AioError.EPERM),
            Map.entry("cannot allocate memory", AioError.ENOMEM),
            Map.entry("resource busy", AioError.EBUSY),
            Map.entry("text file busy", AioError.EBUSY),
            Map.entry("used by another process", AioError.EBUSY),
            Map.entry("broken pipe", AioError.ECONNSHUT),
            Map.entry("file name too long", AioError.EINVAL),
            Map.entry("invalid argument", AioError.EINVAL));

    private FileErrors() {}

    static AioError of(Throwable failure) {
        if (failure instanceof NoSuchFileException) {
            return AioError.ENOENT;
        } else if (failure instanceof FileAlreadyExistsException) {
            return AioError.EEXIST;
        } else if (failure instanceof AccessDeniedException || failure instanceof SecurityException) {
            return AioError.EPERM;
        } else if (failure instanceof ClosedChannelException) {
            return AioError.ECLOSED;
        } else if (failure instanceof NonReadableChannelException) {
            return AioError.EWRITEONLY;
        } else if (failure instanceof NonWritableChannelException || failure instanceof ReadOnlyFileSystemException) {
            return AioError.EREADONLY;
        } else if (failure instanceof IllegalArgumentException || failure instanceof ReadOnlyBufferException) {
            return AioError.EINVAL;
        } else if (failure instanceof UnsupportedOperationException) {
            return AioError.ENOTSUP;
        } else if (failure instanceof OutOfMemoryError) {
            return AioError.ENOMEM;
        }
        return failure instanceof IOException ? byText(failure) : AioError.EINTERNAL;
    }

    private static AioError byText(Throwable failure) {
        String text = SystemTexts.text(failure);
        if (text != null) {
            String lower = text.toLowerCase(Locale.ROOT);
            for (Map.Entry<String, AioError> entry : BY_TEXT.entrySet()) {
                if (lower.contains(entry.getKey())) {
                    return entry.getValue();
                }
            }
        }
        AioError known = FileTexts.find(text);
        return known == null ? AioError.ESYSERR : known;
    }

    /** {@return the failure for the handle's cause, with a message that names the file} */
    static Throwable cause(Path path, Throwable failure) {
        String name = path.toString();
        if (failure.getMessage() != null && failure.getMessage().contains(name)) {
            return failure;
        }
        String text = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        FileSystemException named = new FileSystemException(name, null, text);
        named.initCause(failure);
        return named;
    }
}

package io.helve.impl.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** The kind of file at a path, which decides how Helve works with the file. */
enum FileKind {
    /**
     * A regular file, a block device, or a file that does not exist yet: operations end by themselves and have
     * positions.
     */
    REGULAR,
    /** A directory, which cannot be opened. */
    DIRECTORY,
    /** A terminal or another character device, or a socket: operations may block without end, and ignore positions. */
    STREAM,
    /** A FIFO, that is a named pipe: even the open blocks, until another process opens the other end. */
    FIFO;

    private static final int S_IFMT = 0170000;
    private static final int S_IFIFO = 0010000;
    private static final int S_IFBLK = 0060000;

    static FileKind of(Path path) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (attributes.isDirectory()) {
                return DIRECTORY;
            }
            return attributes.isOther() ? special(path) : REGULAR;
        } catch (IOException e) {
            return REGULAR; // opening will tell
        }
    }

    private static FileKind special(Path path) throws IOException {
        try {
            int type = (Integer) Files.getAttribute(path, "unix:mode") & S_IFMT;
            return type == S_IFIFO ? FIFO : type == S_IFBLK ? REGULAR : STREAM;
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            return STREAM; // not a Unix
        }
    }
}

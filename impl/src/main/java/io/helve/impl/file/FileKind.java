package io.helve.impl.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** What a path leads to, as far as it decides how to work with it. */
enum FileKind {
    /** A file, a block device, or nothing yet: operations end by themselves and have positions. */
    REGULAR,
    /** Not for us. */
    DIRECTORY,
    /** A terminal or another character device, a socket: operations may block without end, positions mean nothing. */
    STREAM,
    /** A stream that already blocks when it is opened, until someone opens the other end. */
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

package io.helve.net.tls;

import io.helve.stream.TlsConfig;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The state of a file; a different state means that the file has changed.
 *
 * @param path the file
 * @param modified when the file was written, or null if it does not exist
 * @param size the size
 * @param key the identity of the file, where the file system tells it
 */
record FileState(Path path, FileTime modified, long size, Object key) {
    /** {@return the states of the files that a configuration names, perhaps none} */
    static List<FileState> of(TlsConfig config) {
        return paths(config).distinct().map(FileState::of).toList();
    }

    private static Stream<Path> paths(TlsConfig config) {
        Stream<Path> own =
                config.identity().stream().flatMap(identity -> Stream.of(identity.chainFile(), identity.keyFile()));
        return Stream.concat(own, config.trust().stream().map(TlsConfig.Trust::caFile))
                .filter(Objects::nonNull);
    }

    /**
     * Ends the reading of FIFOs that a configuration names and nobody writes to: opening a FIFO for both directions
     * does not block, and its reader finds the end when it is closed again.
     */
    static void endFifos(TlsConfig config) {
        paths(config).distinct().forEach(path -> {
            try {
                if (Files.readAttributes(path, BasicFileAttributes.class).isOther()) {
                    FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)
                            .close();
                }
            } catch (IOException e) {
                // the file has gone, or cannot be opened, so nobody can be helped
            }
        });
    }

    private static FileState of(Path path) {
        try {
            BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
            return new FileState(path, found.lastModifiedTime(), found.size(), found.fileKey());
        } catch (IOException e) {
            return new FileState(path, null, -1, null);
        }
    }
}

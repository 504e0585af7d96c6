package io.helve.net.tls;

import io.helve.stream.TlsConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * By what one sees that a file has changed.
 *
 * @param path the file
 * @param modified when it was written, or null if it is not there
 * @param size its size
 * @param key which file it is, where the system can tell
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

    private static FileState of(Path path) {
        try {
            BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
            return new FileState(path, found.lastModifiedTime(), found.size(), found.fileKey());
        } catch (IOException e) {
            return new FileState(path, null, -1, null);
        }
    }
}

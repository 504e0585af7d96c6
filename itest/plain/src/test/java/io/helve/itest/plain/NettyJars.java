package io.helve.itest.plain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Netty's jars, which the build has collected: all that {@code io.helve.net} needs, and the I/O backend epoll. */
final class NettyJars {
    private NettyJars() {}

    /** Returns those whose names do not contain a word. */
    static List<Path> without(String word) {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("bundles.dir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("netty-"))
                    .filter(file -> !file.getFileName().toString().contains(word))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

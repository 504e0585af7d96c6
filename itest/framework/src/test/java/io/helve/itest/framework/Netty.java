package io.helve.itest.framework;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The bundles of Netty that the build has collected: all that {@code io.helve.net} needs. */
final class Netty {
    private Netty() {}

    /** Returns the names of their files without {@code .jar}; native I/O backends are left out. */
    static List<String> bundles() {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("bundles.dir")))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("netty-") && !name.contains("epoll") && !name.contains("io_uring"))
                    .map(name -> name.substring(0, name.length() - ".jar".length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.helve.net.ipc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A symbolic link with a short path to a file or folder whose own path does not fit into the address of a Unix domain
 * socket. The link is in a temporary folder that only this user can enter.
 */
final class Shortcut implements AutoCloseable {
    private final Path folder;
    private final Path way;

    private Shortcut(Path folder, Path way) {
        this.folder = folder;
        this.way = way;
    }

    static Shortcut to(Path target) throws IOException {
        Path folder = Files.createTempDirectory("helve");
        Path link = folder.resolve("l");
        try {
            return new Shortcut(folder, Files.createSymbolicLink(link, target.toAbsolutePath()));
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(folder);
            throw e;
        }
    }

    /** {@return the short path} */
    Path way() {
        return way;
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(way);
        Files.deleteIfExists(folder);
    }
}

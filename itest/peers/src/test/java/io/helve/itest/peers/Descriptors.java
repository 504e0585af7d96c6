package io.helve.itest.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The descriptors of this process, as Linux shows them; elsewhere none. */
final class Descriptors {
    private static final Path FOLDER = Path.of("/proc/self/fd");

    static {
        // the JDK keeps one for itself from the first channel on
        try {
            SocketChannel.open().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Descriptors() {}

    /** {@return the descriptors of sockets, event loops and pipes; those of files change as classes are loaded} */
    static List<String> ofConnections() {
        return all().stream()
                .filter(name ->
                        name.startsWith("socket:") || name.startsWith("anon_inode:") || name.startsWith("pipe:"))
                .sorted()
                .toList();
    }

    /** {@return the descriptors of sockets} */
    static List<String> ofSockets() {
        return all().stream()
                .filter(name -> name.startsWith("socket:"))
                .sorted()
                .toList();
    }

    /** What the operating system says of some sockets: addresses and states, in hexadecimal digits. */
    static String describe(List<String> sockets) {
        StringBuilder text = new StringBuilder();
        for (String table : List.of("tcp", "tcp6", "udp", "udp6", "unix")) {
            try (Stream<String> lines = Files.lines(Path.of("/proc/self/net", table))) {
                lines.filter(line -> sockets.stream()
                                .map(name -> name.replaceAll("\\D", ""))
                                .anyMatch(inode ->
                                        List.of(line.trim().split("\\s+")).contains(inode)))
                        .forEach(line ->
                                text.append(table).append(' ').append(line).append('\n'));
            } catch (IOException e) {
                // not on this machine
            }
        }
        return text.toString();
    }

    /** How many may be open, or a big number where that cannot be told. */
    static int limit() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/limits"))) {
            return lines.filter(line -> line.startsWith("Max open files"))
                    .map(line -> line.split("\\s+")[3])
                    .mapToInt(text -> text.equals("unlimited") ? Integer.MAX_VALUE : Integer.parseInt(text))
                    .findFirst()
                    .orElse(Integer.MAX_VALUE);
        } catch (IOException e) {
            return Integer.MAX_VALUE;
        }
    }

    private static List<String> all() {
        List<String> names = new ArrayList<>();
        if (!Files.isDirectory(FOLDER)) {
            return names;
        }
        try (Stream<Path> links = Files.list(FOLDER)) {
            for (Path link : links.toList()) {
                try {
                    names.add(Files.readSymbolicLink(link).toString());
                } catch (IOException e) {
                    // closed in the meantime
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return names;
    }
}

package io.helve.net.eventloop;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Makes the path of a socket file, whatever characters the language of the system allows. */
public final class SocketPath {
    private SocketPath() {}

    /**
     * Makes a path of which the file system gets the bytes of the text in UTF-8. Under {@code LANG=C} the JDK refuses
     * text beyond ASCII, though files may have any name; it takes the bytes of a URI as they are.
     *
     * @param text the path
     * @return the path
     * @throws InvalidPathException if no file can have this path
     */
    public static Path of(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            if (!text.startsWith("/") || text.indexOf('\0') >= 0) {
                throw e;
            }
            return Path.of(URI.create("file://" + escaped(text)));
        }
    }

    /**
     * Returns the text of a path, also of one whose characters the locale of the process does not have.
     *
     * @param path the path
     * @return the text from which {@link #of} makes the path
     */
    public static String text(Path path) {
        String text = path.toString();
        try {
            return Path.of(text).equals(path) ? text : path.toUri().getPath();
        } catch (InvalidPathException e) {
            return path.toUri().getPath();
        }
    }

    private static String escaped(String text) {
        StringBuilder result = new StringBuilder();
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            if (each == '/') {
                result.append('/');
            } else {
                result.append(String.format("%%%02X", each & 0xff));
            }
        }
        return result.toString();
    }
}

package io.helve.net.eventloop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many descriptors the operating system allows this process. */
final class Descriptors {
    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final Pattern LIMIT = Pattern.compile("(?m)^Max open files +(\\d+) ");

    private Descriptors() {}

    /** {@return how many there may be at a time, or {@code Integer.MAX_VALUE} if that is not known} */
    static long most() {
        try {
            Matcher limit = LIMIT.matcher(Files.readString(LIMITS));
            return limit.find() ? Long.parseLong(limit.group(1)) : Integer.MAX_VALUE;
        } catch (IOException | RuntimeException e) { // not Linux, or not permitted
            return Integer.MAX_VALUE;
        }
    }
}

package io.helve.sp.impl.memory;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How much direct memory the JVM allows, and the share of it that all sockets use unless configured otherwise. */
public final class DirectMemory {
    private static final int SHARE = 4;
    private static final Pattern OPTION = Pattern.compile("-XX:MaxDirectMemorySize=(\\d+)([kKmMgGtT]?)");

    private DirectMemory() {}

    /** {@return the bytes that all sockets may use: a quarter of what the JVM allows} */
    public static long defaultLimit() {
        return jvmLimit() / SHARE;
    }

    /**
     * Finds out how much direct memory the JVM allows: the value of the JVM's option, or else the maximum size of the
     * heap. This method searches the command line and the variables that the JVM reads for the option, because asking
     * the JVM itself needs the module {@code java.management} and is slow.
     */
    private static long jvmLimit() {
        Stream<String> arguments =
                ProcessHandle.current().info().arguments().stream().flatMap(Arrays::stream);
        Stream<String> variables = Stream.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS")
                .map(System::getenv)
                .flatMap(text -> text == null ? Stream.empty() : Stream.of(text.split("\\s+")));
        return Stream.concat(variables, arguments)
                .map(DirectMemory::limitIn)
                .flatMap(Optional::stream)
                .filter(limit -> limit > 0)
                .reduce((earlier, later) -> later)
                .orElse(Runtime.getRuntime().maxMemory());
    }

    /** {@return the limit that an argument of the JVM sets, if it does} */
    static Optional<Long> limitIn(String argument) {
        Matcher matcher = OPTION.matcher(argument);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int shift = 10
                * (" kmgt"
                        .indexOf((matcher.group(2) + " ")
                                .toLowerCase(java.util.Locale.ROOT)
                                .charAt(0)));
        return Optional.of(Long.parseLong(matcher.group(1)) << shift);
    }
}

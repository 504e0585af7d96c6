package io.helve.internal;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How much memory the JVM allows, and the shares of it that Helve uses unless configured otherwise. */
public final class DirectMemory {
    private static final int SHARE = 4;
    private static final Pattern OPTION = Pattern.compile("-XX:MaxDirectMemorySize=(\\d+)([kKmMgGtT]?)");

    /** The variables from which the JVM and its launcher read arguments. */
    private static final List<String> VARIABLES = List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS");

    private DirectMemory() {}

    /**
     * {@return the bytes of direct memory that all sockets, or all streams, may use: a quarter of what the JVM allows}
     */
    public static long defaultLimit() {
        return jvmLimit() / SHARE;
    }

    /**
     * Finds out how much direct memory the JVM allows: the value of the JVM's option, or else the maximum size of the
     * heap.
     */
    private static long jvmLimit() {
        return arguments()
                .map(DirectMemory::limitIn)
                .flatMap(Optional::stream)
                .filter(limit -> limit > 0)
                .reduce((earlier, later) -> later)
                .orElse(Runtime.getRuntime().maxMemory());
    }

    /**
     * {@return the arguments of the JVM; of several equal options the last one counts}
     *
     * <p>The command line of the process tells them in no time. It is unknown if it is longer than a page of memory, as
     * with a long class path, and it may name files of arguments: then this method asks the management interface, which
     * takes the JVM tens of milliseconds to load.
     */
    private static Stream<String> arguments() {
        Optional<String[]> commandLine = ProcessHandle.current().info().arguments();
        boolean complete = commandLine.isPresent()
                && Arrays.stream(commandLine.get()).noneMatch(argument -> argument.startsWith("@"))
                && VARIABLES.stream().map(System::getenv).allMatch(text -> text == null || !text.contains("@"));
        if (!complete && ModuleLayer.boot().findModule("java.management").isPresent()) {
            return ManagedArguments.all();
        }
        return Stream.concat(
                VARIABLES.stream()
                        .map(System::getenv)
                        .flatMap(text -> text == null ? Stream.empty() : Stream.of(text.split("\\s+"))),
                commandLine.stream().flatMap(Arrays::stream));
    }

    /** The management interface, in a class of its own because the module may be absent. */
    private static final class ManagedArguments {
        static Stream<String> all() {
            return ManagementFactory.getRuntimeMXBean().getInputArguments().stream();
        }
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

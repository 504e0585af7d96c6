package io.helve.itest.plain;

import static io.helve.itest.plain.JavaProcess.path;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.helve.itest.plain.JavaProcess.Ending;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real java process with byte streams: our jars and Netty's, on the module path and on the class path. */
class StreamLaunchIT {
    private static final Path JARS = Path.of(System.getProperty("bundles.dir"));
    private static final String MAIN = "io.helve.itest.streams.Main";
    private static final String EPOLL = "netty-transport-classes-epoll";
    private static final String EPOLL_LIBRARY = "netty-transport-native-epoll-linux-x86_64";

    @TempDir
    static Path app;

    @TempDir
    Path temp;

    @BeforeAll
    static void compileTheProgram() {
        JavaProcess.compile(Path.of("src", "test", "resources", "streams"), MAIN, jar("io.helve.api"), app);
    }

    @Test
    void onTheModulePathItWorksAndEnds() throws Exception {
        Ending ending = run("--module-path", with(), "--module", "io.helve.itest.streams/" + MAIN);
        assertWorked(ending, "module io.helve.net", "nio");
        if (System.getProperty("os.name").equals("Linux")) {
            String missing = "INFO: Byte streams use NIO. For epoll, add the modules io.netty.transport.classes.epoll"
                    + " and io.netty.transport.epoll.linux.x86_64 (--add-modules)";
            assertEquals(1, ending.lines().stream().filter(missing::equals).count(), ending::toString);
        }
    }

    @Test
    void onTheClassPathItWorksAndEnds() throws Exception {
        Ending ending = run("--class-path", with(), MAIN);
        assertWorked(ending, "unnamed module", "nio");
    }

    @Test
    void epollIsTakenWhenItsJarsAreThere() throws Exception {
        assumeTrue(System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64"));
        Ending onClassPath = run("--class-path", with(EPOLL, EPOLL_LIBRARY), MAIN);
        assertWorked(onClassPath, "unnamed module", "epoll");
        Ending onModulePath = run(
                "--module-path",
                with(EPOLL, EPOLL_LIBRARY),
                "--add-modules",
                "io.netty.transport.classes.epoll,io.netty.transport.epoll.linux.x86_64",
                "--module",
                "io.helve.itest.streams/" + MAIN);
        assertWorked(onModulePath, "module io.helve.net", "epoll");
    }

    private static void assertWorked(Ending ending, String module, String transport) {
        String all = ending.toString();
        assertEquals(0, ending.exit(), all);
        // a JDK may warn about native libraries, on lines of its own
        List<String> lines = ending.lines().stream()
                .filter(line -> !line.isBlank() && !line.startsWith("WARNING: "))
                .filter(line -> !line.startsWith("INFO: ") && !line.contains(" io.helve.net.eventloop.IoBackends "))
                .toList();
        assertTrue(lines.get(0).startsWith("net in " + module), all);
        assertEquals(
                List.of("tcp hello", "ipc hello", "over " + transport, "threads left 0"), lines.subList(1, 5), all);
    }

    private Ending run(String... options) throws IOException, InterruptedException {
        return JavaProcess.run(temp, List.of(options), temp.resolve("s").toString());
    }

    private static Path jar(String name) {
        return JARS.resolve(name + ".jar");
    }

    /** The program with all that it needs and more. */
    private static String with(String... more) {
        List<Path> all = new ArrayList<>(List.of(app));
        all.addAll(List.of(jar("io.helve.api"), jar("io.helve.impl"), jar("io.helve.net")));
        all.addAll(NettyJars.without("epoll"));
        for (String name : more) {
            all.add(jar(name));
        }
        return path(all.toArray(Path[]::new));
    }
}

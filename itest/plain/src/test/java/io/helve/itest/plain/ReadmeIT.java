package io.helve.itest.plain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.AioFactory;
import io.helve.aio.AioRuntime;
import io.helve.itest.plain.JavaProcess.Ending;
import io.helve.sp.SpSockets;
import io.helve.testkit.FreePorts;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of the README compile, and do what they shall. */
class ReadmeIT {
    private static final Path README = Path.of("..", "..", "README.md");
    private static final Path JARS = Path.of(System.getProperty("bundles.dir"));
    private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("public class (\\w+)");

    /** What the components leave out. */
    private static final String IMPORTS = """
            import io.helve.aio.*;
            import io.helve.sp.*;
            import java.time.Duration;
            import org.osgi.service.component.annotations.*;
            """;

    /** The components listen at a port that may be taken here. */
    private static final String ADDRESS = "tcp://127.0.0.1:5555";

    @TempDir
    static Path classes;

    @TempDir
    Path temp;

    private static final Map<String, Path> SOURCES = new TreeMap<>();
    private static String address;

    @BeforeAll
    static void compileThem() throws IOException {
        address = "tcp://127.0.0.1:" + FreePorts.next();
        Matcher examples = EXAMPLE.matcher(Files.readString(README));
        while (examples.find()) {
            String example = examples.group(1).replace(ADDRESS, address);
            Matcher name = NAME.matcher(example);
            assertTrue(name.find(), example);
            Path source = classes.resolve(name.group(1) + ".java");
            Files.writeString(source, example.startsWith("import") ? example : IMPORTS + example);
            SOURCES.put(name.group(1), source);
        }
        assertEquals(List.of("Ask", "Head", "Heartbeat", "Shout"), List.copyOf(SOURCES.keySet()));
        String[] arguments = Stream.concat(
                        Stream.of(
                                "--release",
                                "17",
                                "-proc:none",
                                "--class-path",
                                System.getProperty("java.class.path"),
                                "-d",
                                classes.toString()),
                        SOURCES.values().stream().map(Path::toString))
                .toArray(String[]::new);
        assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments));
    }

    @Test
    void theProgramThatReadsAFileRunsAsItSays() throws Exception {
        Ending ending = JavaProcess.run(
                temp,
                List.of("-p", modules("api", "impl"), "--add-modules", "io.helve.impl"),
                SOURCES.get("Head").toString(),
                README.toString());
        assertEquals(0, ending.exit(), ending.toString());
        assertEquals("# Helve", ending.lines().get(0));
    }

    private static String modules(String... names) {
        return JavaProcess.path(Stream.of(names)
                .map(name -> JARS.resolve("io.helve." + name + ".jar"))
                .toArray(Path[]::new));
    }

    @Test
    void theComponentAnswersWhatTheProgramAsks() throws Exception {
        try (AioRuntime runtime = AioRuntime.open();
                URLClassLoader loader =
                        new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
            assertNotNull(loader.loadClass("Shout")
                    .getConstructor(SpSockets.class, AioFactory.class)
                    .newInstance(runtime.service(SpSockets.class), runtime.factory()));
            for (String question : List.of("ping", "hello")) {
                Ending ending = JavaProcess.run(
                        temp,
                        List.of("--class-path", JARS + "/*"),
                        SOURCES.get("Ask").toString(),
                        address,
                        question);
                assertEquals(0, ending.exit(), ending.toString());
                assertEquals(question + "!", ending.last(), ending.toString());
            }
        }
    }
}

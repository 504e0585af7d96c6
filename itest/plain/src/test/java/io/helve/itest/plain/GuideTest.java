package io.helve.itest.plain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.helve.aio.AioFactory;
import io.helve.aio.AioRuntime;
import io.helve.file.AioFiles;
import io.helve.sp.SpSockets;
import io.helve.sp.SpStatistics;
import io.helve.stream.StreamFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The code in the guide compiles, and what needs nothing but Helve runs to its end. A block is a class, or statements
 * that find the services in variables.
 */
class GuideTest {
    private static final Path GUIDE = Path.of("..", "..", "docs", "guide");
    private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern DECLARATION =
            Pattern.compile("(?m)^(?:public |final )*(?:class|record|interface) (\\w+)");

    private static final String IMPORTS = """
            import io.helve.aio.*;
            import io.helve.aio.provider.*;
            import io.helve.file.*;
            import io.helve.message.*;
            import io.helve.sp.*;
            import io.helve.stream.*;
            import java.nio.*;
            import java.nio.charset.*;
            import java.nio.file.*;
            import java.time.*;
            import java.util.*;
            import java.util.concurrent.*;
            import org.osgi.service.component.annotations.*;
            """;

    private static final String METHOD = """
            public class Statements {
                public static void run(AioFactory factory, AioFiles files, StreamFactory streams, SpSockets sockets,
                        SpStatistics socketStatistics) throws Exception {
                    %s
                }
            }
            """;

    @TempDir
    static Path directory;

    /** The sources, by the package that each has to itself. */
    private static final Map<String, String> BLOCKS = new TreeMap<>();

    @BeforeAll
    static void findBlocks() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        try (Stream<Path> pages = Files.walk(GUIDE)) {
            pages.filter(page -> page.toString().endsWith(".md")).sorted().forEach(page -> {
                String name = page.getFileName().toString().replace(".md", "").replace('-', '_');
                var blocks = BLOCK.matcher(read(page));
                for (int number = 1; blocks.find(); number++) {
                    BLOCKS.put(name + "_" + number, blocks.group(1).replace(":5555", ":" + port));
                }
            });
        }
    }

    @Test
    void everyBlockCompiles() throws IOException {
        assertFalse(BLOCKS.isEmpty());
        StringBuilder failures = new StringBuilder();
        for (Map.Entry<String, String> block : BLOCKS.entrySet()) {
            String errors = compile(block.getKey(), block.getValue());
            if (!errors.isEmpty()) {
                failures.append(block.getKey()).append(":\n").append(errors);
            }
        }
        assertEquals("", failures.toString());
    }

    /** Those in which no message is lost if it is sent before the other side knows its peer. */
    @TestFactory
    Stream<DynamicTest> conversationsRunToTheirEnd() {
        return BLOCKS.keySet().stream()
                .filter(name -> name.matches("(streams|sockets|pair|reqrep|pushpull)_1"))
                .map(name -> DynamicTest.dynamicTest(name, () -> run(name)));
    }

    private static void run(String name) throws Exception {
        assertEquals("", compile(name, BLOCKS.get(name)));
        try (AioRuntime runtime = AioRuntime.open();
                URLClassLoader loader =
                        new URLClassLoader(new URL[] {directory.toUri().toURL()}, GuideTest.class.getClassLoader())) {
            var method = loader.loadClass(name + ".Statements")
                    .getMethod(
                            "run",
                            AioFactory.class,
                            AioFiles.class,
                            StreamFactory.class,
                            SpSockets.class,
                            SpStatistics.class);
            Object[] services = {
                runtime.factory(),
                runtime.service(AioFiles.class),
                runtime.service(StreamFactory.class),
                runtime.service(SpSockets.class),
                null
            };
            assertTimeoutPreemptively(Duration.ofSeconds(30), () -> method.invoke(null, services));
        }
    }

    /** {@return what the compiler says} */
    private static String compile(String name, String block) throws IOException {
        var declaration = DECLARATION.matcher(block);
        String type = declaration.find() ? declaration.group(1) : "Statements";
        String body = type.equals("Statements") ? METHOD.formatted(block) : block;
        Path source = Files.createDirectories(directory.resolve(name)).resolve(type + ".java");
        Files.writeString(source, "package " + name + ";\n" + IMPORTS + body);
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int result = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        errors,
                        "--release",
                        "17",
                        "-proc:none",
                        "--class-path",
                        System.getProperty("java.class.path"),
                        "-d",
                        directory.toString(),
                        source.toString());
        return result == 0 ? "" : errors.toString(StandardCharsets.UTF_8);
    }

    private static String read(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

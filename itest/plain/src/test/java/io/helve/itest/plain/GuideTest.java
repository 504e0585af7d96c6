package io.helve.itest.plain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.AioFactory;
import io.helve.aio.AioRuntime;
import io.helve.file.AioFiles;
import io.helve.sp.SpSocket;
import io.helve.sp.SpSockets;
import io.helve.sp.SpStatistics;
import io.helve.stream.StreamFactory;
import io.helve.testkit.FreePorts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
 * that find the services in variables. A block after the comment {@code <!-- examples/... -->}, and every block of the
 * README, is part of that file, which the build compiles and tests; {@code // ...} stands for lines that are left out.
 */
class GuideTest {
    private static final Path ROOT = Path.of("..", "..");
    private static final Path GUIDE = ROOT.resolve("docs/guide");
    private static final Pattern BLOCK =
            Pattern.compile("(?:<!-- (examples/\\S+) -->\n)?```java\n(.*?)```", Pattern.DOTALL);
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
                        SpSocket socket, SpStatistics socketStatistics) throws Exception {
                    %s
                }
            }
            """;

    @TempDir
    static Path directory;

    /** The sources, by the package that each has to itself. */
    private static final Map<String, String> BLOCKS = new TreeMap<>();

    /** What the compiler says. */
    private static String errors;

    @BeforeAll
    static void compileBlocks() throws IOException {
        int port = FreePorts.next();
        try (Stream<Path> pages = Files.walk(GUIDE)) {
            pages.filter(page -> page.toString().endsWith(".md")).sorted().forEach(page -> {
                String name = page.getFileName().toString().replace(".md", "").replace('-', '_');
                var blocks = BLOCK.matcher(read(page));
                for (int number = 1; blocks.find(); number++) {
                    if (blocks.group(1) == null) {
                        BLOCKS.put(name + "_" + number, blocks.group(2).replace(":5555", ":" + port));
                    }
                }
            });
        }
        List<String> arguments = new ArrayList<>(List.of("--release", "17", "-proc:none", "-d", directory.toString()));
        arguments.addAll(List.of("--class-path", System.getProperty("java.class.path")));
        for (Map.Entry<String, String> block : BLOCKS.entrySet()) {
            arguments.add(write(block.getKey(), block.getValue()).toString());
        }
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int result = ToolProvider.getSystemJavaCompiler().run(null, null, said, arguments.toArray(String[]::new));
        errors = result == 0 ? "" : said.toString(StandardCharsets.UTF_8);
    }

    @Test
    void everyBlockCompiles() {
        assertFalse(BLOCKS.isEmpty());
        assertEquals("", errors);
    }

    @Test
    void everyBlockOfAnExampleIsPartOfItsFile() throws IOException {
        int found = 0;
        List<Path> documents = new ArrayList<>(List.of(ROOT.resolve("README.md")));
        try (Stream<Path> pages = Files.walk(GUIDE)) {
            pages.filter(page -> page.toString().endsWith(".md")).sorted().forEach(documents::add);
        }
        for (Path document : documents) {
            var blocks = BLOCK.matcher(read(document));
            while (blocks.find()) {
                if (blocks.group(1) != null) {
                    String source = withoutIndentation(read(ROOT.resolve(blocks.group(1))));
                    for (String part : blocks.group(2).split("(?m)^ *// \\.\\.\\.$")) {
                        assertTrue(
                                source.contains(withoutIndentation(part)),
                                document + " has what " + blocks.group(1) + " has not:\n" + part);
                    }
                    found++;
                } else {
                    assertFalse(document.endsWith("../../README.md"), "a block of the README is not of an example");
                }
            }
        }
        assertTrue(found >= 2, "only " + found + " blocks were found");
    }

    @Test
    void theReadmeIsShort() throws IOException {
        long size = Files.size(ROOT.resolve("README.md"));
        assertTrue(size <= 5 * 1024, "README.md has " + size + " bytes; details go to docs/guide");
    }

    private static String withoutIndentation(String code) {
        return code.strip().replaceAll("(?m)^[ \t]+", "");
    }

    /** The examples that lose no message although they send before the other side has the connection. */
    @TestFactory
    Stream<DynamicTest> conversationsRunToTheirEnd() {
        return BLOCKS.keySet().stream()
                .filter(name -> name.matches("(streams|sockets|pair|reqrep|pushpull)_1"))
                .map(name -> DynamicTest.dynamicTest(name, () -> run(name)));
    }

    private static void run(String name) throws Exception {
        assertEquals("", errors);
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
                            SpSocket.class,
                            SpStatistics.class);
            Object[] services = {
                runtime.factory(),
                runtime.service(AioFiles.class),
                runtime.service(StreamFactory.class),
                runtime.service(SpSockets.class),
                null,
                null
            };
            assertTimeoutPreemptively(Duration.ofSeconds(120), () -> method.invoke(null, services));
        }
    }

    private static Path write(String name, String block) throws IOException {
        var declaration = DECLARATION.matcher(block);
        boolean isClass = declaration.find();
        Path source = Files.createDirectories(directory.resolve(name))
                .resolve((isClass ? declaration.group(1) : "Statements") + ".java");
        String body = isClass ? block : METHOD.formatted(block);
        return Files.writeString(source, "package " + name + ";\n" + IMPORTS + body);
    }

    private static String read(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.helve.itest.plain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.itest.plain.JavaProcess.Ending;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command of the guide makes an image of the Java runtime with Helve, and a program runs on it. */
class ImageIT {
    private static final Path JARS = Path.of(System.getProperty("bundles.dir"));
    private static final Path PAGE = Path.of("..", "..", "docs", "guide", "start.md");

    @TempDir
    Path temp;

    @Test
    void aProgramRunsOnTheImage() throws Exception {
        Matcher command = Pattern.compile("(?m)^    jlink (.*)$").matcher(Files.readString(PAGE));
        assertTrue(command.find());
        Path image = temp.resolve("image");
        List<String> arguments = Stream.of(command.group(1).split(" "))
                .map(word -> word.equals("JARS") ? modules() : word.equals("image") ? image.toString() : word)
                .toList();
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream output = new PrintStream(said, true, StandardCharsets.UTF_8);
        int made = ToolProvider.findFirst("jlink").orElseThrow().run(output, output, arguments.toArray(String[]::new));
        assertEquals(0, made, () -> said.toString(StandardCharsets.UTF_8));

        Path source = Files.writeString(temp.resolve("Main.java"), """
                import io.helve.aio.AioRuntime;
                import io.helve.sp.SpProtocol;
                import io.helve.sp.SpSocket;
                import io.helve.sp.SpSockets;

                public class Main {
                    public static void main(String[] args) throws Exception {
                        try (AioRuntime runtime = AioRuntime.open()) {
                            SpSockets sockets = SpSockets.of(runtime);
                            SpSocket left = sockets.open(SpProtocol.PAIR1);
                            SpSocket right = sockets.open(SpProtocol.PAIR1);
                            right.dial(left.listen("tcp://127.0.0.1:0").dialUrl());
                            left.send(sockets.messages().of("hello"));
                            System.out.println(right.receive().length() + " bytes");
                        }
                    }
                }
                """);
        int compiled = javax.tools.ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "--release",
                        "17",
                        "-proc:none",
                        "--class-path",
                        System.getProperty("java.class.path"),
                        source.toString());
        assertEquals(0, compiled);
        Ending ending = runOn(image);
        assertEquals(0, ending.exit(), ending.toString());
        assertEquals("5 bytes", ending.last(), ending.toString());
    }

    private Ending runOn(Path image) throws Exception {
        Path output = temp.resolve("output.txt");
        Process process = new ProcessBuilder(image.resolve("bin/java").toString(), "-cp", temp.toString(), "Main")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertTrue(process.waitFor(180, TimeUnit.SECONDS), "the program ends by itself");
        } finally {
            process.destroyForcibly();
        }
        return new Ending(process.exitValue(), Files.readAllLines(output));
    }

    /** {@return the module path: Helve's jars and those of Netty that need no native library} */
    private static String modules() {
        return JavaProcess.path(Stream.concat(
                        Stream.of("api", "impl", "net", "sp").map(name -> JARS.resolve("io.helve." + name + ".jar")),
                        NettyJars.without("native-epoll").stream())
                .toArray(Path[]::new));
    }
}

package io.helve.itest.plain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** A real java process. */
final class JavaProcess {
    private JavaProcess() {}

    /** What a process printed, and how it ended. */
    record Ending(int exit, List<String> lines) {
        String last() {
            return lines.get(lines.size() - 1);
        }
    }

    /** Compiles a module with one class, as its users do: with the api only. */
    static void compile(Path sources, String main, Path api, Path output) {
        int exit = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "--release",
                        "17",
                        "--module-path",
                        api.toString(),
                        "-d",
                        output.toString(),
                        sources.resolve("module-info.java").toString(),
                        sources.resolve(main.replace('.', '/') + ".java").toString());
        assertEquals(0, exit);
    }

    /** Runs java to its end. */
    static Ending run(Path temp, List<String> options, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(temp, "output", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertTrue(process.waitFor(180, TimeUnit.SECONDS), "the process ends by itself");
        } finally {
            process.destroyForcibly();
        }
        return new Ending(process.exitValue(), Files.readAllLines(output));
    }

    static String path(Path... elements) {
        return Stream.of(elements).map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
}

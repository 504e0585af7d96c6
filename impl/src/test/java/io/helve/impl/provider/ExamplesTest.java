package io.helve.impl.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples in the Javadoc are the ones that are compiled and tested here. */
class ExamplesTest {
    private static final Path JAVADOC = Path.of("../api/src/main/java/io/helve/aio/provider");
    private static final Path COMPILED = Path.of("src/test/java/io/helve/impl/provider");

    @ParameterizedTest
    @CsvSource({"AioQueue, Values", "AioAcceptQueue, Lines"})
    void anExampleCompiles(String documented, String example) throws IOException {
        String javadoc = Files.readString(JAVADOC.resolve(documented + ".java"));
        String inJavadoc =
                javadoc.substring(javadoc.indexOf("<pre>{@code") + "<pre>{@code".length(), javadoc.indexOf("}</pre>"));
        assertEquals(
                withoutImports(Files.readString(COMPILED.resolve(example + ".java"))),
                inJavadoc
                        .lines()
                        .map(line -> line.replaceFirst("^ \\* ?", ""))
                        .collect(Collectors.joining("\n"))
                        .strip());
    }

    private static String withoutImports(String source) {
        return source.lines()
                .filter(line -> !line.matches("package .*|import .*| *@Override"))
                .collect(Collectors.joining("\n"))
                .strip();
    }
}

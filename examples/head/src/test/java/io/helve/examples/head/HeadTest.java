package io.helve.examples.head;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeadTest {
    @Test
    void theFirst80BytesArePrinted(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("long.txt"), "0123456789".repeat(10));
        PrintStream standard = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            Head.main(new String[] {file.toString()});
        } finally {
            System.setOut(standard);
        }
        assertEquals("0123456789".repeat(8) + System.lineSeparator(), printed.toString(StandardCharsets.UTF_8));
    }
}

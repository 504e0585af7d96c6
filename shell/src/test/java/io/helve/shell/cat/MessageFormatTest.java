package io.helve.shell.cat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MessageFormatTest {
    /** Something of everything, as Latin-1. */
    private static final String MIXED = "a~\"\\ \t\r\n\0\u007f\u0080\u00ff";

    @Test
    void noPrintsNothing() throws Exception {
        assertEquals("", print(MessageFormat.NO, MIXED));
    }

    @Test
    void rawPrintsWhatThereIs() throws Exception {
        assertEquals(MIXED, print(MessageFormat.RAW, MIXED));
        String large = MIXED.repeat(20_000);
        assertEquals(large, print(MessageFormat.RAW, large));
    }

    @Test
    void asciiHasDotsForWhatIsNotPrintableAndNoLineEnd() throws Exception {
        assertEquals("a~\"\\ .......", print(MessageFormat.ASCII, MIXED));
    }

    @Test
    void quotedIsALineWithAStringOfC() throws Exception {
        assertEquals("\"a~\\\"\\\\ \\t\\r\\n\\x00\\x7f\\x80\\xff\"\n", print(MessageFormat.QUOTED, MIXED));
    }

    @Test
    void hexHasEveryByteInHexadecimal() throws Exception {
        assertEquals(
                "\"\\x61\\x7e\\x22\\x5c\\x20\\x09\\x0d\\x0a\\x00\\x7f\\x80\\xff\"\n", print(MessageFormat.HEX, MIXED));
    }

    @ParameterizedTest
    @CsvSource({
        "0, c400",
        "1, c401",
        "255, c4ff",
        "256, c50100",
        "65535, c5ffff",
        "65536, c600010000",
        "8388608, c600800000"
    })
    void msgpackHasTheShortestLengthThatFits(int length, String head) throws Exception {
        String printed = print(MessageFormat.MSGPACK, "x".repeat(length));

        StringBuilder digits = new StringBuilder();
        for (char c : printed.substring(0, printed.length() - length).toCharArray()) {
            digits.append(String.format("%02x", (int) c));
        }
        assertEquals(head, digits.toString());
        assertEquals("x".repeat(length), printed.substring(printed.length() - length));
    }

    @ParameterizedTest
    @EnumSource(
            value = MessageFormat.class,
            names = {"QUOTED", "HEX"})
    void anEmptyMessageIsAnEmptyString(MessageFormat format) throws Exception {
        assertEquals("\"\"\n", print(format, ""));
    }

    private static String print(MessageFormat format, String body) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        format.print(ByteBuffer.wrap(body.getBytes(ISO_8859_1)).asReadOnlyBuffer(), out);
        return out.toString(ISO_8859_1);
    }
}

package io.helve.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTextTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "\u00fcber \u03a9 \u4e2d", "\ud83d\ude00", "C:\\u001b", "\u00a0\u200d"})
    void textWithoutControlsStaysTheSameObject(String text) {
        assertSame(text, PrintableText.of(text));
    }

    @Test
    void nullStaysNull() {
        assertNull(PrintableText.of(null));
    }

    @Test
    void everyControlCharacterIsEscaped() {
        for (char c = 0; c < 0xa0; c++) {
            if (Character.isISOControl(c)) {
                String shown = PrintableText.of("a" + c + "b");
                assertEquals(0, shown.chars().filter(Character::isISOControl).count(), shown);
            }
        }
    }

    @Test
    void escapesAreThoseOfJavasLiterals() {
        assertEquals("\\u001b[31mred\\u001b[0m", PrintableText.of("\u001b[31mred\u001b[0m"));
        assertEquals("\\u009b2J", PrintableText.of("\u009b2J"));
        assertEquals("one\\r\\ntwo\\tthree\\u007f", PrintableText.of("one\r\ntwo\tthree\u007f"));
    }

    @ParameterizedTest
    @ValueSource(
            chars = {
                '\u061c', '\u200e', '\u200f', '\u202a', '\u202e', '\u2066', '\u2069', '\u2028', '\u2029', '\ufeff',
                '\u00ad'
            })
    void textCannotBeTurnedRoundOrHidden(char control) {
        assertEquals(String.format("a\\u%04xb", (int) control), PrintableText.of("a" + control + "b"));
    }

    @Test
    void halvesOfCharactersAreEscaped() {
        assertEquals("\\ud83d", PrintableText.of("\ud83d"));
        assertEquals("a\\ude00", PrintableText.of("a\ude00"));
    }
}

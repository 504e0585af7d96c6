package io.helve.internal;

/**
 * Makes text of peers safe for terminals and logs: the names, reasons and headers that peers send, and messages of
 * exceptions that contain them. Characters that a terminal or a viewer of logs would obey instead of showing are
 * replaced by escapes as in Java's string literals.
 *
 * <p>The escaped characters are C0 controls (line ends and tabs, too), DEL, C1 controls (U+009B starts a terminal's
 * control sequence as ESC and {@code [} do), line and paragraph separators, surrogates without their partner, and
 * invisible format characters, among them the controls of bidirectional text (Unicode Technical Report 36, section 2)
 * and the byte order mark; joiners, which some scripts need, stay. A backslash of the text is not escaped: the result
 * is readable, but the original text cannot always be restored from it.
 */
public final class PrintableText {
    private static final char ZERO_WIDTH_NON_JOINER = '\u200c';
    private static final char ZERO_WIDTH_JOINER = '\u200d';

    private PrintableText() {}

    /**
     * Replaces the characters that must not reach a terminal or a log.
     *
     * @param text any text, or {@code null}
     * @return the text with escapes, {@code null} for {@code null}; the same object if no character had to be replaced
     */
    public static String of(String text) {
        if (text == null) {
            return null;
        }
        int length = text.length();
        for (int i = 0; i < length; i++) {
            if (isUnprintable(text, i)) {
                return escape(text, i);
            }
        }
        return text;
    }

    private static String escape(String text, int first) {
        StringBuilder out = new StringBuilder(text.length() + 16).append(text, 0, first);
        for (int i = first; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isUnprintable(text, i)) {
                out.append(c);
                continue;
            }
            switch (c) {
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> out.append(String.format("\\u%04x", (int) c));
            }
        }
        return out.toString();
    }

    private static boolean isUnprintable(String text, int index) {
        char c = text.charAt(index);
        if (c < 0x7f) {
            return c < ' ';
        }
        if (c <= 0x9f) {
            return true;
        }
        if (Character.isSurrogate(c)) {
            return !hasPartner(text, index);
        }
        return switch (Character.getType(c)) {
            case Character.FORMAT -> c != ZERO_WIDTH_NON_JOINER && c != ZERO_WIDTH_JOINER;
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    private static boolean hasPartner(String text, int index) {
        char c = text.charAt(index);
        return Character.isHighSurrogate(c)
                ? index + 1 < text.length() && Character.isLowSurrogate(text.charAt(index + 1))
                : index > 0 && Character.isHighSurrogate(text.charAt(index - 1));
    }
}

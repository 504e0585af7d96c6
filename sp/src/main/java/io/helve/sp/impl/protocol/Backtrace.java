package io.helve.sp.impl.protocol;

import io.helve.message.Message;
import io.helve.sp.impl.message.SpMessage;

/**
 * The words at the beginning of a request, a survey, or an answer: the number of a pipe for each device that the
 * request has passed, then the number of the request, the only word whose highest bit is set.
 */
final class Backtrace {
    /** The largest number of words in a header. */
    static final int MOST_WORDS = Message.HEADER_MAX / 4;

    /** The result of {@link #words} for a message that ends before its backtrace does. */
    static final int TRUNCATED = -1;

    /** The result of {@link #words} for a backtrace with more words than allowed. */
    static final int TOO_LONG = -2;

    private Backtrace() {}

    /**
     * Measures the backtrace at the beginning of a message's wire.
     *
     * @param message the message
     * @param most the most words that it may have
     * @return the number of words with the last one, or {@link #TRUNCATED}, or {@link #TOO_LONG}
     */
    static int words(SpMessage message, int most) {
        int length = message.wireLength();
        for (int words = 0; words < most; words++) {
            if (length < words * 4 + 4) {
                return TRUNCATED;
            }
            if (message.wireWord(words) < 0) {
                return words + 1;
            }
        }
        return TOO_LONG;
    }

    /** {@return whether a message's header is exactly a backtrace, as raw req and raw surveyor need it for sending} */
    static boolean isHeader(SpMessage message) {
        int length = message.headerLength();
        return length > 0 && (length & 3) == 0 && words(message, length / 4) == length / 4;
    }
}

package io.helve.internal;

import io.helve.aio.AioError;
import io.helve.annotation.ThreadSafe;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The texts with which this operating system reports errors. The JDK passes most errors of the operating system on as
 * text only, and the C library translates that text into the language of the process. This class therefore provokes one
 * harmless failure for each error, for example opening a file that does not exist, and remembers the text. A later
 * failure with the same text is the same error, whatever the language.
 *
 * <p>Provoking happens when it is first needed, and once. A failure that cannot be provoked on this system, or not at
 * that moment, remains unknown.
 */
@ThreadSafe
public final class SystemTexts {
    /** Does something that fails, and leaves nothing behind. */
    @FunctionalInterface
    public interface Provocation {
        /**
         * Fails.
         *
         * @throws Exception the failure, if all goes well
         */
        void provoke() throws Exception;
    }

    /**
     * A failure that can be provoked.
     *
     * @param error the error of the failure
     * @param provocation provokes the failure
     */
    public record Known(AioError error, Provocation provocation) {}

    private final List<Known> known;
    private volatile Map<String, AioError> texts;

    /**
     * Creates an object that has not provoked anything yet.
     *
     * @param known the failures that can be provoked
     */
    public SystemTexts(List<Known> known) {
        this.known = List.copyOf(known);
    }

    /**
     * Finds the error that belongs to a text of this system.
     *
     * @param text the text of a failure without the name of a file, or {@code null}
     * @return the error, or {@code null} if it is not known
     */
    public AioError find(String text) {
        if (text == null) {
            return null;
        }
        Map<String, AioError> present = texts;
        if (present == null) {
            present = provokeAll();
            texts = present; // two threads may do this at the same time, with the same result
        }
        return present.get(text);
    }

    /**
     * Tells whether the text of an error is known, so that another text is another error.
     *
     * @param error the error
     * @return whether it could be provoked
     */
    public boolean knows(AioError error) {
        find("");
        return texts.containsValue(error);
    }

    private Map<String, AioError> provokeAll() {
        Map<String, AioError> result = new HashMap<>();
        for (Known each : known) {
            String text = provoke(each.provocation());
            if (text != null) {
                result.putIfAbsent(text, each.error());
            }
        }
        return Map.copyOf(result);
    }

    private static String provoke(Provocation provocation) {
        try {
            provocation.provoke();
            return null;
        } catch (IOException e) {
            return text(e);
        } catch (Exception e) {
            return null; // not a failure of the system
        }
    }

    /**
     * Returns the system's own words in a failure.
     *
     * @param failure the failure
     * @return the text without the name of a file, or {@code null} if there is none
     */
    public static String text(Throwable failure) {
        return failure instanceof FileSystemException named ? named.getReason() : failure.getMessage();
    }
}

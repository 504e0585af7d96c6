package io.helve.ops.text;

import java.util.Locale;

/**
 * A column of a {@link Table}.
 *
 * @param key the key in JSON, in camel case, such as {@code lastFailure}
 * @param kind the kind of values
 */
public record Column(String key, Kind kind) {
    /** The kinds of values, which differ in how people read them. In JSON a duration is nanoseconds. */
    public enum Kind {
        /** A text. */
        TEXT,
        /** A number. */
        NUMBER,
        /** A duration as a number of nanoseconds. */
        DURATION,
        /** A number of bytes. */
        SIZE
    }

    /** {@return the heading of the column, such as {@code LAST FAILURE}} */
    String heading() {
        return key.replaceAll("(?=[A-Z])", " ").toUpperCase(Locale.ROOT);
    }

    boolean isText() {
        return kind == Kind.TEXT;
    }

    /** {@return a value as people read it} */
    String show(Object value) {
        return switch (kind) {
            case TEXT, NUMBER -> value.toString();
            case DURATION -> Quantity.duration(((Number) value).longValue());
            case SIZE -> Quantity.size(((Number) value).longValue());
        };
    }
}

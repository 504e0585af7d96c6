package io.helve.sp.impl.osgi;

import io.helve.sp.impl.socket.Limits;
import java.util.Map;

/** Reads the properties of a configuration, as numbers or text; what is missing has its default. */
final class SpProperties {
    private final Map<String, ?> properties;

    SpProperties(Map<String, ?> properties) {
        this.properties = properties;
    }

    /**
     * Returns the limits.
     *
     * @throws IllegalArgumentException if one is not valid; the message names the attribute, what is allowed, and the
     *     value
     */
    Limits toLimits() {
        return new Limits(
                (int) number("sockets.max", Limits.NONE.sockets()),
                (int) number("pipes.max", Limits.NONE.pipes()),
                number("queue.bytes.max", Limits.NONE.bytes()),
                optional("direct.memory.max"),
                optional("direct.memory.bundle.max"));
    }

    /** {@return the number; the default is also the most that there can be} */
    private long number(String attribute, long most) {
        Object value = properties.get(attribute);
        long number = value == null ? most : number(attribute, value);
        if (number < 1 || number > most) {
            throw new IllegalArgumentException(attribute + " must be 1 to " + most + ", not " + number);
        }
        return number;
    }

    /** {@return the number, or 0, which stands for the default} */
    private long optional(String attribute) {
        Object value = properties.get(attribute);
        long number = value == null ? 0 : number(attribute, value);
        if (number < 0) {
            throw new IllegalArgumentException(attribute + " must be zero or more, not " + number);
        }
        return number;
    }

    private static long number(String attribute, Object value) {
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        try {
            return Long.parseLong(value.toString().trim());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(attribute + " must be a whole number, not \"" + value + "\"", e);
        }
    }
}

package io.helve.internal;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Reads the attributes of a configuration. A value may be of the attribute's type or text, as configurations come from
 * files and from consoles; a missing attribute has its default. Each call states the name, the default and the limits
 * of one attribute, so the class that reads a configuration contains them in one place, one line for each attribute.
 *
 * <p>For a wrong value a method throws an {@code IllegalArgumentException} whose message names the attribute, the
 * allowed values and the value. The caller then refuses the configuration as a whole: a caller reads all attributes
 * before it applies any of them.
 */
public final class ConfigurationReader {
    private final Map<String, ?> properties;

    /**
     * Creates a reader.
     *
     * @param properties the configuration, which is not changed
     */
    public ConfigurationReader(Map<String, ?> properties) {
        this.properties = Objects.requireNonNull(properties, "properties");
    }

    /**
     * Reads an {@code int}.
     *
     * @param key the attribute
     * @param missing the default, which need not lie within the limits
     * @param least the least value
     * @param most the greatest value
     * @return the value
     * @throws IllegalArgumentException if the value is not a whole number, or beyond the limits
     */
    public int integer(String key, int missing, int least, int most) {
        return (int) number(key, missing, least, most);
    }

    /**
     * Reads a {@code long}.
     *
     * @param key the attribute
     * @param missing the default, which need not lie within the limits
     * @param least the least value
     * @param most the greatest value
     * @return the value
     * @throws IllegalArgumentException if the value is not a whole number, or beyond the limits
     */
    public long number(String key, long missing, long least, long most) {
        Object value = properties.get(key);
        if (value == null) {
            return missing;
        }
        long number = parse(key, value);
        if (number < least || number > most) {
            throw refused(key, least + " to " + most, Long.toString(number));
        }
        return number;
    }

    /**
     * Reads a duration that is given as a number.
     *
     * @param key the attribute
     * @param missing the default, which need not lie within the limits
     * @param least the least value
     * @param most the greatest value
     * @param unit the unit of the number: milliseconds, for example
     * @return the value
     * @throws IllegalArgumentException if the value is not a whole number, or beyond the limits
     */
    public Duration duration(String key, Duration missing, Duration least, Duration most, ChronoUnit unit) {
        Object value = properties.get(key);
        if (value == null) {
            return missing;
        }
        long number = parse(key, value);
        long min = count(least, unit);
        long max = count(most, unit);
        if (number < min || number > max) {
            String name = " " + abbreviation(unit);
            throw refused(key, min + name + " to " + max + name, number + name);
        }
        return Duration.of(number, unit);
    }

    /**
     * Reads a truth value.
     *
     * @param key the attribute
     * @param missing the default
     * @return the value
     * @throws IllegalArgumentException if the value is neither {@code true} nor {@code false}
     */
    public boolean bool(String key, boolean missing) {
        Object value = properties.get(key);
        if (value == null) {
            return missing;
        }
        if (value instanceof Boolean given) {
            return given;
        }
        return switch (value.toString().trim()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw refused(key, "true or false", quoted(value));
        };
    }

    /**
     * Reads one constant of an enum. The configuration names the constant in upper or lower case.
     *
     * @param key the attribute
     * @param missing the default
     * @return the value
     * @param <E> the type of the enum
     * @throws IllegalArgumentException if the value is not the name of a constant
     */
    public <E extends Enum<E>> E choice(String key, E missing) {
        Object value = properties.get(key);
        if (value == null) {
            return missing;
        }
        E[] constants = missing.getDeclaringClass().getEnumConstants();
        String name = value.toString().trim();
        for (E constant : constants) {
            if (constant.name().equalsIgnoreCase(name)) {
                return constant;
            }
        }
        throw refused(key, alternatives(constants), quoted(value));
    }

    /**
     * Reads a text.
     *
     * @param key the attribute
     * @param missing the default
     * @return the value as it is
     */
    public String text(String key, String missing) {
        Object value = properties.get(key);
        return value == null ? missing : value.toString();
    }

    private static long parse(String key, Object value) {
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        try {
            return Long.parseLong(value.toString().trim());
        } catch (NumberFormatException e) {
            throw refused(key, "a whole number", quoted(value));
        }
    }

    /** {@return a duration in a unit, at most {@code Long.MAX_VALUE} and at least {@code Long.MIN_VALUE}} */
    private static long count(Duration duration, ChronoUnit unit) {
        try {
            return duration.dividedBy(unit.getDuration());
        } catch (ArithmeticException e) {
            return duration.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }

    private static String abbreviation(ChronoUnit unit) {
        return switch (unit) {
            case NANOS -> "ns";
            case MICROS -> "us";
            case MILLIS -> "ms";
            case SECONDS -> "s";
            default -> unit.toString().toLowerCase(Locale.ROOT);
        };
    }

    private static String alternatives(Enum<?>[] constants) {
        String most = Arrays.stream(constants)
                .limit(constants.length - 1L)
                .map(each -> each.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        String last = constants[constants.length - 1].name().toLowerCase(Locale.ROOT);
        return most.isEmpty() ? last : most + " or " + last;
    }

    private static String quoted(Object value) {
        return "\"" + value + "\"";
    }

    private static IllegalArgumentException refused(String key, String allowed, String value) {
        return new IllegalArgumentException(key + " must be " + allowed + ", not " + value);
    }
}

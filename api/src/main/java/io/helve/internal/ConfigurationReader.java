package io.helve.internal;

import io.helve.operator.ConfigurationSnapshot.Setting;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads the attributes of a configuration. A value may be of the attribute's type or text, as configurations come from
 * files and from consoles; a missing attribute has its default. Each call states the name, the default and the limits
 * of one attribute, so the class that reads a configuration contains them in one place, one line for each attribute.
 * The reader remembers the settings that it has read: {@link #settings} returns them, {@link #unknown} the other keys.
 *
 * <p>A number may have a factor, and a duration may have a unit: {@code 64k} is 65536, {@code 2s} is 2000 milliseconds.
 * The factors are k, M, G and T, each 1024 times the one before; the units are ns, us, ms, s, m, h and d.
 *
 * <p>For a wrong value a method throws an {@code IllegalArgumentException} whose message names the attribute, the
 * allowed values and the value. The caller then refuses the configuration as a whole: a caller reads all attributes
 * before it applies any of them.
 */
public final class ConfigurationReader {
    /** Keys that others add to configurations: Configuration Admin, Declarative Services, File Install, Karaf. */
    private static final Pattern FOREIGN = Pattern.compile(
            "\\..*|:.*|.*:.*|(service|component|felix|osgi|org\\.apache|config|configuration|metatype)\\..*");

    private static final Pattern SIZE = Pattern.compile("([+-]?\\d{1,18})\\s*([kKmMgGtT])(?:i?[bB])?");
    private static final Pattern TIME = Pattern.compile("([+-]?\\d{1,18})\\s*(ns|us|ms|s|m|h|d)");

    private final Map<String, ?> properties;

    /** The settings that have been read, in the order of reading. */
    private final List<Setting> settings = new ArrayList<>();

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
            note(key, count(missing, most), count(missing, most));
            return missing;
        }
        long number = parse(key, value, "a whole number");
        if (number < least || number > most) {
            throw refused(key, least + " to " + most, Long.toString(number));
        }
        note(key, count(number, most), count(missing, most));
        return number;
    }

    /** {@return a number as operators read it: the largest one is no limit} */
    private static String count(long number, long most) {
        return number == most && (most == Integer.MAX_VALUE || most == Long.MAX_VALUE)
                ? "no limit"
                : Long.toString(number);
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
            note(key, text(missing, unit), text(missing, unit));
            return missing;
        }
        Duration given = duration(key, value, unit);
        if (given.compareTo(least) < 0 || given.compareTo(most) > 0) {
            throw refused(key, text(least, unit) + " to " + text(most, unit), text(given, unit));
        }
        note(key, text(given, unit), text(missing, unit));
        return given;
    }

    private static Duration duration(String key, Object value, ChronoUnit unit) {
        Matcher matcher = TIME.matcher(value.toString().trim());
        try {
            if (!matcher.matches()) {
                return Duration.of(parse(key, value, "a duration such as 250ms or 2s, or a whole number"), unit);
            }
            return Duration.of(Long.parseLong(matcher.group(1)), unitOf(matcher.group(2)));
        } catch (ArithmeticException e) {
            throw refused(key, "a shorter duration", quoted(value));
        }
    }

    private static ChronoUnit unitOf(String symbol) {
        return switch (symbol) {
            case "ns" -> ChronoUnit.NANOS;
            case "us" -> ChronoUnit.MICROS;
            case "ms" -> ChronoUnit.MILLIS;
            case "s" -> ChronoUnit.SECONDS;
            case "m" -> ChronoUnit.MINUTES;
            case "h" -> ChronoUnit.HOURS;
            default -> ChronoUnit.DAYS;
        };
    }

    /** {@return a duration in the unit of its attribute, or exactly if it is no multiple of that unit} */
    private static String text(Duration duration, ChronoUnit unit) {
        long number = count(duration, unit);
        boolean isExact = number == Long.MAX_VALUE
                || number == Long.MIN_VALUE
                || unit.getDuration().multipliedBy(number).equals(duration);
        return isExact ? number + " " + abbreviation(unit) : duration.toNanos() + " ns";
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
        String given =
                value == null ? Boolean.toString(missing) : value.toString().trim();
        boolean read = switch (given) {
            case "true" -> true;
            case "false" -> false;
            default -> throw refused(key, "true or false", quoted(value));
        };
        note(key, Boolean.toString(read), Boolean.toString(missing));
        return read;
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
            note(key, name(missing), name(missing));
            return missing;
        }
        E[] constants = missing.getDeclaringClass().getEnumConstants();
        String name = value.toString().trim();
        for (E constant : constants) {
            if (constant.name().equalsIgnoreCase(name)) {
                note(key, name(constant), name(missing));
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
        String read = value == null ? missing : value.toString();
        note(key, read, missing);
        return read;
    }

    private void note(String key, String value, String missing) {
        settings.add(new Setting(key, value, missing, properties.get(key) != null));
    }

    /** {@return the settings that have been read so far, in the order of reading} */
    public List<Setting> settings() {
        return List.copyOf(settings);
    }

    /** {@return the keys of the configuration that have not been read, and are of no framework} */
    public List<String> unknown() {
        Set<String> known = settings.stream().map(Setting::key).collect(Collectors.toSet());
        return properties.keySet().stream()
                .filter(key -> !known.contains(key) && !FOREIGN.matcher(key).matches())
                .sorted()
                .toList();
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static long parse(String key, Object value, String allowed) {
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        String text = value.toString().trim();
        Matcher matcher = SIZE.matcher(text);
        try {
            if (!matcher.matches()) {
                return Long.parseLong(text);
            }
            int power = "kmgt".indexOf(matcher.group(2).toLowerCase(Locale.ROOT)) + 1;
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << 10 * power);
        } catch (NumberFormatException | ArithmeticException e) {
            throw refused(key, allowed, quoted(value));
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

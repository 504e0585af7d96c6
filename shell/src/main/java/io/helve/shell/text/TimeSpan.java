package io.helve.shell.text;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations as people write them: {@code 500ms}, {@code 30s}, {@code 5m}, {@code 1h}. */
public final class TimeSpan implements ITypeConverter<Duration> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    @Override
    public Duration convert(String text) {
        return parse(text);
    }

    static Duration parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new TypeConversionException("'" + text + "' is not a time; write it as 500ms, 30s, 5m or 1h");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
    }

    /** {@return seconds as on a clock: {@code 0:07}, {@code 12:30}, {@code 1:00:00}} */
    public static String clock(double seconds) {
        long rounded = Math.max(0, Math.round(seconds));
        long hours = rounded / 3600;
        return hours > 0
                ? String.format(Locale.ROOT, "%d:%02d:%02d", hours, rounded / 60 % 60, rounded % 60)
                : String.format(Locale.ROOT, "%d:%02d", rounded / 60, rounded % 60);
    }

    /** {@return a duration with three significant figures: {@code 12.3 us}, {@code 450 ms}, {@code 1.25 s}} */
    public static String format(long nanos) {
        double value = nanos;
        String unit = "ns";
        for (String larger : new String[] {"us", "ms", "s"}) {
            if (value < 999.5) {
                break;
            }
            value /= 1000;
            unit = larger;
        }
        int decimals = unit.equals("ns") || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
        return String.format(Locale.ROOT, "%." + decimals + "f %s", value, unit);
    }
}

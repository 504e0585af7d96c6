package io.helve.shell.text;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Sizes as people write them: {@code 4096}, {@code 256k}, {@code 1M}. A k is 1024 bytes. */
public final class ByteSize implements ITypeConverter<Long> {
    private static final String UNITS = "kMGTPE";
    private static final Pattern FORM = Pattern.compile("(\\d{1,18})([kKmMgGtTpPeE]?)(?:i?[bB])?");

    @Override
    public Long convert(String text) {
        return parse(text);
    }

    static long parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new TypeConversionException("'" + text + "' is not a size; write it as 4096, 256k or 1M");
        }
        int power = matcher.group(2).isEmpty()
                ? 0
                : UNITS.toLowerCase(Locale.ROOT).indexOf(matcher.group(2).toLowerCase(Locale.ROOT)) + 1;
        try {
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << (10 * power));
        } catch (ArithmeticException e) {
            throw new TypeConversionException("'" + text + "' is too large");
        }
    }

    /** {@return a size with three significant figures: {@code 512 B}, {@code 1.50 MiB}, {@code 441 MiB}} */
    public static String format(double bytes) {
        double value = bytes;
        int power = 0;
        while (value >= 1023.5 && power < UNITS.length()) {
            value /= 1024;
            power++;
        }
        if (power == 0) {
            return String.format(Locale.ROOT, "%.0f B", value);
        }
        int decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
        char unit = Character.toUpperCase(UNITS.charAt(power - 1));
        return String.format(Locale.ROOT, "%." + decimals + "f %ciB", value, unit);
    }
}

package io.helve.ops.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a command takes.
 *
 * @param name its name, without the scope
 * @param purpose what it does, in a sentence
 * @param flags its options without values, such as {@code --json}
 * @param values its options with values, such as {@code --bundle}
 * @param operand the name of its operands, or an empty text if it takes none
 */
public record Usage(String name, String purpose, List<String> flags, List<String> values, String operand) {
    static final String JSON = "--json";
    static final String BUNDLE = "--bundle";
    static final String HELP = "--help";

    /** {@return the usage of a command that lists something} */
    static Usage list(String name, String purpose, String... further) {
        List<String> values = new ArrayList<>(List.of(BUNDLE));
        List<String> flags = new ArrayList<>(List.of(JSON, HELP));
        Arrays.stream(further).filter(option -> option.endsWith("=")).forEach(option -> values.add(bare(option)));
        Arrays.stream(further).filter(option -> !option.endsWith("=")).forEach(flags::add);
        return new Usage(name, purpose, flags, values, "");
    }

    private static String bare(String option) {
        return option.substring(0, option.length() - 1);
    }

    /** {@return the text for {@code --help}} */
    String help() {
        StringBuilder text = new StringBuilder("helve:").append(name);
        flags.forEach(flag -> text.append(" [").append(flag).append(']'));
        values.forEach(option -> text.append(" [")
                .append(option)
                .append(' ')
                .append(option.substring(2).toUpperCase(java.util.Locale.ROOT))
                .append(']'));
        if (!operand.isEmpty()) {
            text.append(' ').append(operand).append("...");
        }
        return text.append("\n  ").append(purpose).append('\n').toString();
    }
}

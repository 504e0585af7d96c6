package io.helve.app.manual;

import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The description of one option in the manual.
 *
 * @param names the names with their dashes, short ones first
 * @param value the name of the option's value, or null if the option has no value
 * @param description the effect of the option, on one line
 */
record OptionText(List<String> names, String value, String description) {
    private static final Set<String> FILES = Set.of("FILE", "PATH", "SRC", "DST");

    /** {@return the visible options of a command, in the order of its help} */
    static List<OptionText> of(CommandSpec command) {
        return command.options().stream()
                .filter(option -> !option.hidden())
                .map(OptionText::of)
                .toList();
    }

    static OptionText of(OptionSpec option) {
        return new OptionText(
                List.of(option.names()).stream()
                        .sorted((a, b) -> Integer.compare(a.length() > 2 ? 1 : 0, b.length() > 2 ? 1 : 0))
                        .toList(),
                option.arity().max() == 0 ? null : option.paramLabel(),
                String.join(" ", option.description()).replace("%%", "%"));
    }

    /** {@return whether the value is the name of a file} */
    boolean isFile() {
        return value != null && FILES.contains(value);
    }
}

package io.helve.ops.command;

import io.helve.internal.NearestName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The words after a command, as its {@link Usage} understands them. */
final class Arguments {
    private final Usage usage;
    private final Set<String> flags = new HashSet<>();
    private final Map<String, String> values = new HashMap<>();
    private final List<String> operands = new ArrayList<>();

    private Arguments(Usage usage) {
        this.usage = usage;
    }

    /**
     * Reads the words; an option's value is the next word, or follows after {@code =}. All words after {@code --} are
     * operands.
     *
     * @throws IllegalArgumentException if an option is unknown or lacks its value, or there is an operand too many
     */
    static Arguments parse(Usage usage, List<String> words) {
        Arguments arguments = new Arguments(usage);
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("--") && !usage.operand().isEmpty()) {
                arguments.operands.addAll(words.subList(i + 1, words.size()));
                break;
            }
            int equals = word.indexOf('=');
            String option = equals < 0 ? word : word.substring(0, equals);
            if (usage.flags().contains(word)) {
                arguments.flags.add(word);
            } else if (usage.values().contains(option)) {
                if (equals < 0 && ++i == words.size()) {
                    throw new IllegalArgumentException(option + " needs a value");
                }
                arguments.values.put(option, equals < 0 ? words.get(i) : word.substring(equals + 1));
            } else if (word.startsWith("-") || usage.operand().isEmpty()) {
                throw unknown(usage, option);
            } else {
                arguments.operands.add(word);
            }
        }
        return arguments;
    }

    private static IllegalArgumentException unknown(Usage usage, String option) {
        List<String> known =
                Stream.concat(usage.flags().stream(), usage.values().stream()).toList();
        String meant = NearestName.of(option, known)
                .map(name -> "; did you mean " + name + "?")
                .orElse("; the options are " + String.join(", ", known));
        return new IllegalArgumentException("helve:" + usage.name() + " has no option " + option + meant);
    }

    boolean has(String flag) {
        return flags.contains(flag);
    }

    Optional<String> value(String option) {
        return Optional.ofNullable(values.get(option));
    }

    /** {@return the value of an option as a number that is at least 1} */
    long number(String option, long missing) {
        String text = values.get(option);
        if (text == null) {
            return missing;
        }
        if (!text.matches("\\d{1,9}") || Long.parseLong(text) == 0) {
            throw new IllegalArgumentException(option + " must be a whole number above 0, not \"" + text + "\"");
        }
        return Long.parseLong(text);
    }

    List<String> operands() {
        return operands;
    }

    /**
     * {@return whether the option {@code --bundle} is absent, or means this tenant: its id, or a part of its name}
     *
     * @param tenant the name of a tenant, in a framework such as {@code org.example.app [12]}
     */
    boolean includes(String tenant) {
        String wanted = values.get(Usage.BUNDLE);
        return wanted == null
                || (wanted.matches("\\d+") ? tenant.endsWith("[" + wanted + "]") : tenant.contains(wanted));
    }
}

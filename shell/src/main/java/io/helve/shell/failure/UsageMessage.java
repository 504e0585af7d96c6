package io.helve.shell.failure;

import io.helve.internal.NearestName;
import io.helve.internal.PrintableText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The message for a wrong command line: the mistake, the name that was probably meant, and how to get help. */
public final class UsageMessage {
    private UsageMessage() {}

    /** {@return the complaint, on one line} */
    public static String complaint(ParameterException e) {
        CommandLine command = e.getCommandLine();
        String seeHelp = "see " + command.getCommandSpec().qualifiedName() + " --help";
        if (e instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            String word = unmatched.getUnmatched().get(0);
            if (unmatched.isUnknownOption()) {
                return PrintableText.of(unknown("option", word, options(command), seeHelp));
            } else if (!command.getSubcommands().isEmpty()) {
                return PrintableText.of(unknown(
                        "command", word, List.copyOf(command.getSubcommands().keySet()), seeHelp));
            }
        }
        String message = String.valueOf(e.getMessage());
        String words = message.startsWith("Error: ") ? message.substring("Error: ".length()) : message;
        return PrintableText.of(words + "; " + seeHelp);
    }

    /** {@return the complaint about a name that does not exist} */
    public static String unknown(String kind, String word, List<String> names, String seeHelp) {
        int value = word.indexOf('=');
        Optional<String> nearest = NearestName.of(value < 0 ? word : word.substring(0, value), names);
        return "Unknown " + kind + ": '" + word + "'"
                + nearest.map(name -> "; did you mean " + name + "? ").orElse("; ")
                + (nearest.isPresent() ? "S" + seeHelp.substring(1) : seeHelp);
    }

    private static List<String> options(CommandLine command) {
        List<String> names = new ArrayList<>();
        for (OptionSpec option : command.getCommandSpec().options()) {
            names.addAll(List.of(option.names()));
        }
        names.removeIf(name -> name.length() < 3);
        return names;
    }
}

package io.helve.app.manual;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** The commands of a command, without the aliases. */
final class CommandTree {
    private CommandTree() {}

    /** {@return the direct subcommands} */
    static List<CommandSpec> children(CommandSpec command) {
        return command.subcommands().entrySet().stream()
                .filter(entry ->
                        entry.getKey().equals(entry.getValue().getCommandSpec().name()))
                .map(entry -> entry.getValue().getCommandSpec())
                .toList();
    }

    /** {@return the command, and all below it} */
    static List<CommandSpec> all(CommandSpec command) {
        List<CommandSpec> all = new ArrayList<>(List.of(command));
        children(command).forEach(child -> all.addAll(all(child)));
        return all;
    }

    /** {@return the names of the direct subcommands, separated by blanks} */
    static String names(CommandSpec command) {
        return children(command).stream().map(CommandSpec::name).collect(Collectors.joining(" "));
    }

    /** {@return the one-line description of a command, without the full stop} */
    static String header(CommandSpec command) {
        String header = String.join(" ", command.usageMessage().header());
        return header.endsWith(".") ? header.substring(0, header.length() - 1) : header;
    }
}

package io.helve.app.manual;

import picocli.CommandLine.Model.CommandSpec;

/** Completion for fish: commands and options with descriptions. */
final class FishCompletion {
    private FishCompletion() {}

    static String of(CommandSpec helve) {
        StringBuilder out = new StringBuilder("# fish completion for helve, generated from its options\n");
        for (CommandSpec command : CommandTree.all(helve)) {
            String condition = condition(command);
            for (CommandSpec child : CommandTree.children(command)) {
                out.append("complete -c helve -f -n '" + inside(command, condition) + "' -a '" + child.name() + "' -d '"
                        + quote(CommandTree.header(child)) + "'\n");
            }
            for (OptionText option : OptionText.of(command)) {
                out.append("complete -c helve -n '" + condition + "'");
                for (String name : option.names()) {
                    out.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
                }
                out.append(option.value() == null ? "" : option.isFile() ? " -r" : " -x");
                out.append(" -d '" + quote(option.description()) + "'\n");
            }
        }
        return out.toString();
    }

    private static String condition(CommandSpec command) {
        return command.parent() == null ? "__fish_use_subcommand" : "__fish_seen_subcommand_from " + command.name();
    }

    /**
     * {@return the condition for offering the subcommands of a command: the command line has the command, and none of
     * its subcommands yet}
     */
    private static String inside(CommandSpec command, String condition) {
        return command.parent() == null
                ? condition
                : condition + "; and not __fish_seen_subcommand_from " + CommandTree.names(command);
    }

    private static String quote(String text) {
        return text.replace("\\", "\\\\").replace("'", "\\'");
    }
}

package io.helve.app.manual;

import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** Completion for bash: names of commands and options. Where neither fits, bash completes file names. */
final class BashCompletion {
    private BashCompletion() {}

    static String of(CommandSpec helve) {
        StringBuilder out = new StringBuilder("""
                # bash completion for helve, generated from its options
                _helve() {
                    local current=${COMP_WORDS[COMP_CWORD]} command= i
                    for ((i = 1; i < COMP_CWORD; i++)); do
                        case "$command ${COMP_WORDS[i]}" in
                """);
        for (CommandSpec command : CommandTree.all(helve)) {
            for (CommandSpec child : CommandTree.children(command)) {
                String path = path(command);
                out.append("        \"" + path + " " + child.name() + "\") command=\"" + path(child) + "\" ;;\n");
            }
        }
        out.append("        esac\n    done\n    local options= commands=\n    case $command in\n");
        for (CommandSpec command : CommandTree.all(helve)) {
            out.append("    '" + path(command) + "')\n");
            out.append("        options='" + options(command) + "'\n");
            out.append("        commands='" + CommandTree.names(command) + "'\n");
            out.append("        ;;\n");
        }
        out.append("""
                    esac
                    COMPREPLY=()
                    case $current in
                    -*) COMPREPLY=($(compgen -W "$options" -- "$current")) ;;
                    *) [ -z "$commands" ] || COMPREPLY=($(compgen -W "$commands" -- "$current")) ;;
                    esac
                }
                complete -o default -F _helve helve
                """);
        return out.toString();
    }

    /** {@return the command's name without {@code helve}, as {@code "perf local_lat"}} */
    private static String path(CommandSpec command) {
        if (command.parent() == null) {
            return "";
        }
        String above = path(command.parent());
        return above.isEmpty() ? command.name() : above + " " + command.name();
    }

    private static String options(CommandSpec command) {
        return OptionText.of(command).stream()
                .map(OptionText::names)
                .flatMap(List::stream)
                .collect(Collectors.joining(" "));
    }
}

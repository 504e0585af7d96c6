package io.helve.app.manual;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** Completion for zsh: a function for each command, with descriptions. */
final class ZshCompletion {
    private final StringBuilder out =
            new StringBuilder("#compdef helve\n# zsh completion for helve, generated from its options\n");

    private ZshCompletion() {}

    static String of(CommandSpec helve) {
        ZshCompletion completion = new ZshCompletion();
        CommandTree.all(helve).forEach(completion::function);
        return completion.out.append("\n_helve \"$@\"\n").toString();
    }

    private static String function(String qualifiedName) {
        return "_" + qualifiedName;
    }

    private void function(CommandSpec command) {
        List<CommandSpec> children = CommandTree.children(command);
        out.append("\n").append(function(command.qualifiedName("_"))).append("() {\n");
        if (!children.isEmpty()) {
            out.append("    if (( CURRENT > 2 )); then\n        case $words[2] in\n");
            for (CommandSpec child : children) {
                out.append("        " + child.name() + ") shift words; (( CURRENT-- )); "
                        + function(child.qualifiedName("_")) + "; return ;;\n");
            }
            out.append("        esac\n    fi\n    local -a commands=(\n");
            for (CommandSpec child : children) {
                out.append("        '" + quote(child.name() + ":" + CommandTree.header(child)) + "'\n");
            }
            out.append("    )\n    _describe -t commands command commands\n");
        }
        out.append("    _arguments");
        OptionText.of(command).forEach(option -> option.names().forEach(name -> option(option, name)));
        out.append(children.isEmpty() ? " \\\n        '*:file:_files'\n}\n" : "\n}\n");
    }

    private void option(OptionText option, String name) {
        String description =
                option.description().replace("[", "\\[").replace("]", "\\]").replace(":", "\\:");
        String assigned = option.value() == null ? "" : name.startsWith("--") ? "=" : "+";
        String value = option.value() == null
                ? ""
                : ":" + option.value().replace(":", "\\:") + ":" + (option.isFile() ? "_files" : "");
        out.append(" \\\n        '*" + name + assigned + "[" + quote(description) + "]" + quote(value) + "'");
    }

    private static String quote(String text) {
        return text.replace("'", "'\\''");
    }
}

package io.helve.app.manual;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * A manual page of section 1, in the macros of man(7), made from the same picocli objects as the help text of the
 * command.
 */
final class ManPage {
    private final CommandSpec command;
    private final String version;
    private final StringBuilder out = new StringBuilder();

    private ManPage(CommandSpec command, String version) {
        this.command = command;
        this.version = version;
    }

    /** {@return the name of a command's page without its section, as {@code helve-perf-local_lat}} */
    static String name(CommandSpec command) {
        return command.qualifiedName("-");
    }

    /** {@return the page} */
    static String of(CommandSpec command, String version) {
        ManPage page = new ManPage(command, version);
        page.write();
        return page.out.toString();
    }

    private void write() {
        line(".TH \"" + name(command).toUpperCase(Locale.ROOT) + "\" \"1\" \"\" \"Helve " + version + "\" \"Helve\"");
        line(".SH NAME");
        text(name(command) + " - " + CommandTree.header(command));
        line(".SH SYNOPSIS");
        text(synopsis());
        paragraphs();
        arguments();
        options();
        subcommands();
        exitCodes();
        seeAlso();
    }

    private String synopsis() {
        String[] custom = command.usageMessage().customSynopsis();
        String text = custom.length > 0
                ? Ansi.OFF.text(String.format(String.join(" ", custom))).toString()
                : new Help(command, Help.defaultColorScheme(Ansi.OFF)).synopsis(0);
        return text.replaceAll("\\s+", " ").strip();
    }

    private void paragraphs() {
        line(".SH DESCRIPTION");
        for (String paragraph : command.usageMessage().description()) {
            if (paragraph.isBlank()) {
                line(".PP");
            } else {
                text(Ansi.OFF.text(String.format(paragraph)).toString());
            }
        }
        for (String paragraph : command.usageMessage().footer()) {
            line(".PP");
            text(Ansi.OFF.text(String.format(paragraph)).toString());
        }
    }

    private void arguments() {
        if (command.positionalParameters().isEmpty()) {
            return;
        }
        line(".SH ARGUMENTS");
        for (PositionalParamSpec argument : command.positionalParameters()) {
            line(".TP");
            line("\\fI" + escape(argument.paramLabel()) + "\\fR");
            text(String.join(" ", argument.description()));
        }
    }

    private void options() {
        List<OptionSpec> grouped = new ArrayList<>();
        command.argGroups().forEach(group -> collect(group, grouped));
        line(".SH OPTIONS");
        for (OptionSpec option : command.options()) {
            if (!grouped.contains(option)) {
                option(OptionText.of(option));
            }
        }
        command.argGroups().forEach(this::group);
    }

    private static void collect(ArgGroupSpec group, List<OptionSpec> into) {
        into.addAll(group.options());
        group.subgroups().forEach(inner -> collect(inner, into));
    }

    private void group(ArgGroupSpec group) {
        if (group.heading() != null) {
            line(".SS " + escape(String.format(group.heading()).strip().replaceFirst(":$", "")));
        }
        group.options().forEach(option -> option(OptionText.of(option)));
        group.subgroups().forEach(this::group);
    }

    private void option(OptionText option) {
        List<String> names = option.names().stream()
                .map(name -> "\\fB" + escape(name) + "\\fR")
                .toList();
        line(".TP");
        line(String.join(", ", names) + (option.value() == null ? "" : " \\fI" + escape(option.value()) + "\\fR"));
        text(option.description());
    }

    private void subcommands() {
        if (command.subcommands().isEmpty()) {
            return;
        }
        line(".SH COMMANDS");
        for (CommandSpec child : CommandTree.children(command)) {
            line(".TP");
            line("\\fB" + escape(child.name()) + "\\fR");
            text(CommandTree.header(child));
        }
    }

    private void exitCodes() {
        Map<String, String> codes = command.usageMessage().exitCodeList();
        if (codes.isEmpty()) {
            return;
        }
        line(".SH EXIT STATUS");
        codes.forEach((code, meaning) -> {
            line(".TP");
            line(escape(code));
            text(meaning);
        });
    }

    private void seeAlso() {
        if (command.parent() != null) {
            line(".SH SEE ALSO");
            line("\\fB" + escape(name(command.parent())) + "\\fR(1)");
        }
    }

    private void text(String text) {
        String escaped = escape(text);
        line(escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped);
    }

    private void line(String line) {
        out.append(line).append('\n');
    }

    private static String escape(String text) {
        return text.replace("\\", "\\e").replace("-", "\\-");
    }
}

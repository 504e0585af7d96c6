package io.helve.ops.karaf;

import io.helve.ops.command.Completions;
import io.helve.ops.command.OperatorCommands;
import io.helve.ops.command.Usage;
import java.util.Arrays;
import java.util.List;
import org.apache.karaf.shell.api.console.Command;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Parser;
import org.apache.karaf.shell.api.console.Session;

/** A command of Karaf's shell, which asks all commands for completions of each line. */
final class KarafCommand implements Command, Completer {
    private static final String SCOPE = "helve";

    private final Usage usage;
    private final OperatorCommands commands;
    private final Completions completions;

    KarafCommand(Usage usage, OperatorCommands commands, Completions completions) {
        this.usage = usage;
        this.commands = commands;
        this.completions = completions;
    }

    @Override
    public String getScope() {
        return SCOPE;
    }

    @Override
    public String getName() {
        return usage.name();
    }

    @Override
    public String getDescription() {
        return usage.purpose();
    }

    @Override
    public Completer getCompleter(boolean scoped) {
        return this;
    }

    /** {@return null: the shell's own parser splits the line into words} */
    @Override
    public Parser getParser() {
        return null;
    }

    @Override
    public Object execute(Session session, List<Object> arguments) throws Exception {
        String[] words = arguments.stream().map(String::valueOf).toArray(String[]::new);
        commands.run(usage.name(), session.getConsole(), words);
        return null;
    }

    /** Adds the words that begin as the word at the cursor does; the first word of a line is the command. */
    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        String cursor = line.getCursorArgument() == null ? "" : line.getCursorArgument();
        String begun = cursor.substring(0, Math.min(line.getArgumentPosition(), cursor.length()));
        List<String> words = Arrays.asList(line.getArguments());
        int index = line.getCursorArgumentIndex();
        if (index == 0) {
            add(List.of(SCOPE + ":" + usage.name()), begun, candidates);
        } else if (isThis(session, words.get(0))) {
            add(completions.after(usage, words.subList(1, index)), begun, candidates);
        }
        return candidates.isEmpty() ? -1 : line.getBufferPosition() - line.getArgumentPosition();
    }

    private static void add(List<String> words, String begun, List<String> candidates) {
        words.stream().filter(word -> word.startsWith(begun)).forEach(word -> candidates.add(word + " "));
    }

    private boolean isThis(Session session, String command) {
        String full = SCOPE + ":" + usage.name();
        return command.equals(full) || full.equals(session.resolveCommand(command));
    }
}

package io.helve.shell.osgi;

import java.util.function.ToIntFunction;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The command line as a service for a launcher: a function from arguments to the exit code, because launcher and bundle
 * share only classes of the JDK. The function runs the command on the calling thread.
 */
@Component(service = ToIntFunction.class, property = "helve.command.line=true")
public final class CommandLineService implements ToIntFunction<String[]> {
    private final GogoCommands commands;

    /** For Declarative Services. */
    @Activate
    public CommandLineService(@Reference GogoCommands commands) {
        this.commands = commands;
    }

    @Override
    public int applyAsInt(String[] arguments) {
        return commands.run(arguments);
    }
}

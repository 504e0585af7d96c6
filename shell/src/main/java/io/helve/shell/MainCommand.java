package io.helve.shell;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The command line of a runnable jar, by bnd's convention for launchers: the launcher registers itself with its
 * arguments as a property, calls this on the main thread, and exits with what it returns.
 */
@Component(service = Callable.class, property = "main.thread=true")
public final class MainCommand implements Callable<Integer> {
    private static final String ARGUMENTS = "launcher.arguments";

    private final HelveCommands commands;
    private final String[] arguments;

    /** For Declarative Services. */
    @Activate
    public MainCommand(
            @Reference HelveCommands commands,
            @Reference(service = Object.class, target = "(" + ARGUMENTS + "=*)") Map<String, Object> launcher) {
        this.commands = commands;
        this.arguments = (String[]) launcher.get(ARGUMENTS);
    }

    @Override
    public Integer call() {
        return commands.run(Path.of("").toAbsolutePath(), arguments);
    }
}

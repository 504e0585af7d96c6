package io.helve.ops.karaf;

import io.helve.ops.command.Completions;
import io.helve.ops.command.OperatorCommands;
import io.helve.ops.model.Observed;
import java.util.List;
import org.apache.karaf.shell.api.console.Registry;
import org.apache.karaf.shell.api.console.SessionFactory;

/** The commands in the registry of Karaf's shell. */
public final class KarafCommands {
    private KarafCommands() {}

    /**
     * Registers all commands.
     *
     * @param factory Karaf's {@link SessionFactory}, as an object: the caller may run without Karaf
     * @param commands the commands
     * @param observed what completions look at
     * @return takes the commands out of the registry
     */
    public static Runnable register(Object factory, OperatorCommands commands, Observed observed) {
        Registry registry = ((SessionFactory) factory).getRegistry();
        Completions completions = new Completions(observed);
        List<KarafCommand> all = OperatorCommands.usages().stream()
                .map(usage -> new KarafCommand(usage, commands, completions))
                .toList();
        all.forEach(registry::register);
        return () -> all.forEach(registry::unregister);
    }
}

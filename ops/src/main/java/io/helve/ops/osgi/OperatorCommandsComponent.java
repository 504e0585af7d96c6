package io.helve.ops.osgi;

import io.helve.ops.command.OperatorCommands;
import io.helve.ops.command.Usage;
import io.helve.ops.karaf.KarafCommands;
import io.helve.ops.model.Observed;
import java.util.Hashtable;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.RequireServiceComponentRuntime;

/**
 * The commands {@code helve:pools} and so on. In Karaf they are commands of Karaf's shell, which completes their words;
 * elsewhere they are a service for Gogo. Karaf's shell would run a service for Gogo, too, but it would complete
 * nothing, and two commands of one name get into each other's way.
 */
@RequireServiceComponentRuntime
@Component(
        service = {},
        immediate = true,
        configurationPolicy = ConfigurationPolicy.IGNORE)
public final class OperatorCommandsComponent {
    private static final String KARAF = "org.apache.karaf.shell.api.console.SessionFactory";

    private final OperatorCommands commands;

    /** Takes the commands away from the shell. */
    private final Runnable removal;

    /**
     * Called by the component runtime.
     *
     * @param context registers the commands
     * @param services the services that the commands read
     */
    @Activate
    public OperatorCommandsComponent(BundleContext context, @Reference StatisticsServices services) {
        Observed observed = new Observed(services);
        commands = new OperatorCommands(observed);
        removal = OptionalClass.isPresent(KARAF) ? karaf(context, observed) : gogo(context);
    }

    private Runnable karaf(BundleContext context, Observed observed) {
        ServiceFollower follower =
                new ServiceFollower(context, KARAF, factory -> KarafCommands.register(factory, commands, observed));
        return follower::close;
    }

    private Runnable gogo(BundleContext context) {
        String[] names = OperatorCommands.usages().stream().map(Usage::name).toArray(String[]::new);
        ServiceRegistration<?> registration = context.registerService(
                GogoCommands.class,
                new GogoCommands(commands),
                new Hashtable<>(Map.of("osgi.command.scope", "helve", "osgi.command.function", names)));
        return registration::unregister;
    }

    @Deactivate
    void deactivate() {
        removal.run();
        commands.stop();
    }
}

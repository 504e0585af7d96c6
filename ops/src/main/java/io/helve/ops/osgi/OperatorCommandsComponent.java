package io.helve.ops.osgi;

import io.helve.ops.command.OperatorCommands;
import io.helve.ops.model.Observed;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.RequireServiceComponentRuntime;

/**
 * The commands {@code helve:pools} and so on in Gogo. The component has no class of Gogo: Gogo calls the methods that
 * the service properties name, and gives each command's thread a {@code System.out} of its session.
 */
@RequireServiceComponentRuntime
@Component(
        service = OperatorCommandsComponent.class,
        configurationPolicy = ConfigurationPolicy.IGNORE,
        property = {
            "osgi.command.scope=helve",
            "osgi.command.function=pools",
            "osgi.command.function=tenants",
            "osgi.command.function=handles",
            "osgi.command.function=callbacks",
            "osgi.command.function=sockets",
            "osgi.command.function=pipes",
            "osgi.command.function=streams",
            "osgi.command.function=listeners",
            "osgi.command.function=dialers",
            "osgi.command.function=config",
            "osgi.command.function=top",
            "osgi.command.function=close"
        })
public final class OperatorCommandsComponent {
    private final OperatorCommands commands;

    /**
     * Called by the component runtime.
     *
     * @param services the services that the commands read
     */
    @Activate
    public OperatorCommandsComponent(@Reference StatisticsServices services) {
        commands = new OperatorCommands(new Observed(services));
    }

    @Deactivate
    void deactivate() {
        commands.stop();
    }

    /** {@code helve:pools}. */
    public void pools(String... words) {
        commands.pools(System.out, words);
    }

    /** {@code helve:tenants}. */
    public void tenants(String... words) {
        commands.tenants(System.out, words);
    }

    /** {@code helve:handles}. */
    public void handles(String... words) {
        commands.handles(System.out, words);
    }

    /** {@code helve:callbacks}. */
    public void callbacks(String... words) {
        commands.callbacks(System.out, words);
    }

    /** {@code helve:sockets}. */
    public void sockets(String... words) {
        commands.sockets(System.out, words);
    }

    /** {@code helve:pipes}. */
    public void pipes(String... words) {
        commands.pipes(System.out, words);
    }

    /** {@code helve:streams}. */
    public void streams(String... words) {
        commands.streams(System.out, words);
    }

    /** {@code helve:listeners}. */
    public void listeners(String... words) {
        commands.listeners(System.out, words);
    }

    /** {@code helve:dialers}. */
    public void dialers(String... words) {
        commands.dialers(System.out, words);
    }

    /** {@code helve:config}. */
    public void config(String... words) {
        commands.config(System.out, words);
    }

    /** {@code helve:top}. */
    public void top(String... words) throws InterruptedException {
        commands.top(System.out, words);
    }

    /** {@code helve:close}. */
    public void close(String... words) {
        commands.close(System.out, words);
    }
}

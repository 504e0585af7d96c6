package io.helve.ops.osgi;

import io.helve.ops.command.Inventory;
import io.helve.ops.command.OperatorCommands;
import io.helve.ops.inventory.FelixInventory;
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

/**
 * The printer for Felix's web consoles. The component registers the printer itself: its interface is there only if
 * Felix Inventory was installed when this bundle was resolved.
 */
@Component(
        service = {},
        immediate = true,
        configurationPolicy = ConfigurationPolicy.IGNORE)
public final class InventoryComponent {
    private static final String API = "org.apache.felix.inventory.InventoryPrinter";

    /** The printer; null if there is no Felix Inventory. */
    private final ServiceRegistration<?> registration;

    /**
     * Called by the component runtime.
     *
     * @param context registers the printer
     * @param services the services that the printer shows
     */
    @Activate
    public InventoryComponent(BundleContext context, @Reference StatisticsServices services) {
        registration = OptionalClass.isPresent(API) ? register(context, new Observed(services)) : null;
    }

    private static ServiceRegistration<?> register(BundleContext context, Observed observed) {
        return context.registerService(
                API,
                new FelixInventory(new Inventory(new OperatorCommands(observed))),
                new Hashtable<>(Map.of(
                        "felix.inventory.printer.name",
                        "helve",
                        "felix.inventory.printer.title",
                        "Helve",
                        "felix.inventory.printer.format",
                        new String[] {"TEXT", "JSON"},
                        "felix.inventory.printer.webconsole",
                        true)));
    }

    @Deactivate
    void deactivate() {
        if (registration != null) {
            registration.unregister();
        }
    }
}

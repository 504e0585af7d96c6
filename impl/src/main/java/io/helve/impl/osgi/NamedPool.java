package io.helve.impl.osgi;

import io.helve.aio.AioConfig;
import io.helve.aio.AioFactory;
import io.helve.aio.AioStatistics;
import io.helve.file.AioFiles;
import io.helve.impl.handle.HandleTenant;
import io.helve.internal.ConfigurationReader;
import io.helve.internal.ConfigurationRecord;
import io.helve.internal.SafeLogger;
import io.helve.operator.ConfigurationState;
import io.helve.operator.ResourceCloser;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;

/**
 * A further pool for each configuration of factory PID {@value #PID}. It registers its services itself: one component
 * cannot be both one pool and one service object for each bundle.
 */
@Component(
        service = {},
        immediate = true,
        configurationPid = NamedPool.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = PoolConfiguration.class, factory = true)
public final class NamedPool {
    static final String PID = "io.helve.aio.pool";

    private final BundleContext context;
    private final ConfigurationRecord record = new ConfigurationRecord(PID, SafeLogger.of(NamedPool.class));

    /** Shows the settings, and why the configuration is refused while there is no pool. */
    private final ServiceRegistration<ConfigurationState> state;

    private final Deque<ServiceRegistration<?>> registrations = new ArrayDeque<>();

    /**
     * The pool, or null while the configuration is refused. The component stays active then, because the component
     * runtime does not activate a component again after an exception.
     */
    private PoolHost host;

    /**
     * Called by the component runtime. If the configuration is invalid or the name is taken, there is no pool until the
     * configuration changes.
     *
     * @param context the context of this bundle
     * @param properties the configuration
     */
    @Activate
    public NamedPool(BundleContext context, Map<String, Object> properties) {
        this.context = context;
        open(properties);
        state = context.registerService(ConfigurationState.class, record, new Hashtable<>());
    }

    @Modified
    void modified(Map<String, Object> properties) {
        if (host == null) {
            open(properties);
            return;
        }
        String name = host.runtime().config().pool();
        record.read(
                        properties,
                        reader -> parseAs(name, reader),
                        () -> "in force stays " + host.runtime().config())
                .ifPresent(host::configure);
    }

    private static AioConfig parseAs(String name, ConfigurationReader reader) {
        PoolProperties read = new PoolProperties(reader);
        String wanted = read.pool();
        if (!wanted.equals(name)) {
            throw new IllegalArgumentException(AioFactory.POOL + " of a pool cannot change from " + name + " to "
                    + wanted + "; make another configuration");
        }
        return read.toConfig(name);
    }

    private void open(Map<String, Object> properties) {
        Optional<AioConfig> config = record.read(properties, this::parseNew, () -> "there is no such pool");
        config.ifPresent(accepted -> {
            host = new PoolHost(accepted);
            register(accepted.pool());
        });
    }

    private AioConfig parseNew(ConfigurationReader reader) {
        PoolProperties read = new PoolProperties(reader);
        AioConfig config = read.toConfig(read.pool());
        refuseTakenName(config.pool());
        return config;
    }

    private void register(String name) {
        Dictionary<String, Object> described = new Hashtable<>(Map.of(AioFactory.POOL, name));
        registrations.push(context.registerService(AioStatistics.class, host.runtime(), described));
        registrations.push(context.registerService(ResourceCloser.class, host.runtime(), described));
        registrations.push(context.registerService(
                AioFiles.class,
                new PerBundle<AioFiles, BundleFiles>(
                        bundle -> BundleFiles.open(host, bundle, name), BundleFiles::tenant, BundleFiles::close),
                described));
        // registered last and unregistered first: a bundle that gets the factory can get the others, too
        registrations.push(context.registerService(
                AioFactory.class,
                new PerBundle<AioFactory, HandleTenant>(
                        host::openTenant, HandleTenant::factory, tenant -> host.closeTenant(tenant, context)),
                described));
    }

    private void refuseTakenName(String name) {
        try {
            if (!context.getServiceReferences(AioStatistics.class, "(" + AioFactory.POOL + "=" + name + ")")
                    .isEmpty()) {
                throw new IllegalArgumentException(AioFactory.POOL + " " + name + " is the name of another pool");
            }
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(AioFactory.POOL + " is not a name: " + name, e);
        }
    }

    @Deactivate
    void deactivate() {
        state.unregister();
        if (host == null) {
            return;
        }
        host.closing();
        registrations.forEach(ServiceRegistration::unregister);
        host.close();
    }
}

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
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
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

    private static final Logger LOG = SafeLogger.of(NamedPool.class);

    private final BundleContext context;
    private final PoolNames names;
    private final ConfigurationRecord record = new ConfigurationRecord(PID, LOG);

    /** Shows the settings, and why the configuration is refused while there is no pool. */
    private final ServiceRegistration<ConfigurationState> state;

    /**
     * Runs the calls of the component runtime, and the call of another pool that has given its name to this one. Only
     * these steps use {@code registrations}, {@code host}, {@code refused} and {@code closed}.
     */
    private final StepQueue steps = new StepQueue();

    /** Claims the name of the pool. */
    private final Runnable claimant = () -> steps.run(this::nameIsFree);

    private final Deque<ServiceRegistration<?>> registrations = new ArrayDeque<>();

    /**
     * The pool, or null while the configuration is refused. The component stays active then, because the component
     * runtime does not activate a component again after an exception.
     */
    private PoolHost host;

    /** The last configuration that was refused; it is tried again when its name becomes free. */
    private Map<String, Object> refused = Map.of();

    private boolean closed;

    /**
     * Called by the component runtime. If the configuration is invalid, there is no pool until the configuration
     * changes; if the name is taken, there is none until the other pool has gone.
     *
     * @param context the context of this bundle
     * @param names the names that are taken
     * @param properties the configuration
     */
    @Activate
    public NamedPool(BundleContext context, @Reference PoolNames names, Map<String, Object> properties) {
        this.context = context;
        this.names = names;
        steps.run(() -> configure(properties));
        state = context.registerService(ConfigurationState.class, record, new Hashtable<>());
    }

    @Modified
    void modified(Map<String, Object> properties) {
        steps.run(() -> configure(properties));
    }

    private void configure(Map<String, Object> properties) {
        if (host == null) {
            names.release(claimant); // the name may be another one now
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

    /** Opens the pool under the name that has become free, unless the bundle is stopping and closes all its pools. */
    private void nameIsFree() {
        if (host == null && !closed && context.getBundle().getState() != Bundle.STOPPING) {
            open(refused);
        }
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
        refused = properties;
        Optional<AioConfig> config = record.read(properties, this::parseNew, () -> "there is no such pool");
        config.ifPresent(accepted -> {
            refused = Map.of();
            host = new PoolHost(accepted);
            register(accepted.pool());
        });
    }

    private AioConfig parseNew(ConfigurationReader reader) {
        PoolProperties read = new PoolProperties(reader);
        AioConfig config = read.toConfig(read.pool());
        if (!names.claim(config.pool(), claimant)) {
            throw new IllegalArgumentException(AioFactory.POOL + " " + config.pool()
                    + " is the name of another pool; this configuration applies once that pool has gone");
        }
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

    @Deactivate
    void deactivate() {
        state.unregister();
        steps.run(this::close);
    }

    private void close() {
        closed = true;
        if (host != null) {
            host.closing();
            registrations.forEach(NamedPool::unregister);
            host.close();
        }
        names.release(claimant);
    }

    /** If another thread runs this step, the bundle may have stopped before, and its services with it. */
    private static void unregister(ServiceRegistration<?> registration) {
        try {
            registration.unregister();
        } catch (IllegalStateException e) {
            LOG.log(Level.DEBUG, "A service of a pool has gone before", e);
        }
    }
}

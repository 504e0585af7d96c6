package io.helve.impl.osgi;

import io.helve.aio.AioFactory;
import io.helve.aio.AioStatistics;
import io.helve.file.AioFiles;
import io.helve.impl.file.FileClient;
import io.helve.impl.handle.Client;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
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
 * A further pool for each configuration of factory PID {@value #PID}. It registers its services itself: one component cannot
 * be both one pool and one service object for each bundle.
 */
@Component(
        service = {},
        immediate = true,
        configurationPid = NamedPool.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = PoolConfiguration.class, factory = true)
public final class NamedPool {
    static final String PID = "io.helve.aio.pool";

    private final PoolHost host;
    private final String name;
    private final Deque<ServiceRegistration<?>> registrations = new ArrayDeque<>();

    /**
     * Called by the component runtime.
     *
     * @param context the implementation's own
     * @param properties the configuration
     * @throws IllegalArgumentException if it is not valid or the name is taken; there is no such pool then
     */
    @Activate
    public NamedPool(BundleContext context, Map<String, Object> properties) {
        PoolProperties read = new PoolProperties(properties);
        name = read.pool();
        refuseTakenName(context);
        host = new PoolHost(read.toConfig(name));
        Dictionary<String, Object> described = new Hashtable<>(Map.of(AioFactory.POOL, name));
        AioStatistics statistics = host.runtime()::snapshot;
        registrations.push(context.registerService(AioStatistics.class, statistics, described));
        registrations.push(context.registerService(
                AioFactory.class,
                new PerBundle<AioFactory, Client>(
                        host::openClient, Client::factory, client -> host.closeClient(client, false)),
                described));
        registrations.push(context.registerService(
                AioFiles.class,
                new PerBundle<AioFiles, FileClient>(bundle -> host.openFiles(), client -> client, FileClient::close),
                described));
    }

    private void refuseTakenName(BundleContext context) {
        try {
            if (!context.getServiceReferences(AioStatistics.class, "(" + AioFactory.POOL + "=" + name + ")")
                    .isEmpty()) {
                throw new IllegalArgumentException(AioFactory.POOL + " " + name + " is the name of another pool");
            }
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(AioFactory.POOL + " is not a name: " + name, e);
        }
    }

    @Modified
    void modified(Map<String, Object> properties) {
        host.configure(PID, () -> {
            PoolProperties read = new PoolProperties(properties);
            if (!read.pool().equals(name)) {
                throw new IllegalArgumentException(AioFactory.POOL + " of a pool cannot change from " + name + " to "
                        + read.pool() + "; make another configuration");
            }
            return read.toConfig(name);
        });
    }

    @Deactivate
    void deactivate() {
        host.closing();
        registrations.forEach(ServiceRegistration::unregister);
        host.close();
    }
}

package io.helve.remote.osgi;

import io.helve.aio.AioFactory;
import io.helve.remote.call.CallFormat;
import io.helve.remote.call.RemoteTypes;
import io.helve.remote.client.CallClient;
import io.helve.remote.guard.RemoteCallGuard;
import io.helve.remote.server.CallGuards;
import io.helve.remote.server.CallServers;
import io.helve.remote.server.CallWorkers;
import io.helve.remote.statistics.RemoteSnapshot;
import io.helve.remote.statistics.RemoteStatistics;
import io.helve.sp.SpSockets;
import java.util.Map;
import org.apache.aries.rsa.spi.DistributionProvider;
import org.apache.aries.rsa.spi.Endpoint;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.remoteserviceadmin.EndpointDescription;
import org.osgi.service.remoteserviceadmin.RemoteConstants;

/**
 * The distribution provider as a service, configured by PID {@code io.helve.remote}. A changed configuration makes a
 * new component: Remote Service Admin withdraws what was exported, and exports it anew.
 */
@Component(
        service = {DistributionProvider.class, RemoteStatistics.class},
        immediate = true,
        configurationPolicy = ConfigurationPolicy.IGNORE,
        property = {
            "remote.configs.supported=" + EndpointProperties.TYPE,
            "remote.intents.supported=" + IntentSet.BASIC,
            "remote.intents.supported=" + IntentSet.ASYNC,
            "remote.intents.supported=" + IntentSet.PRIVATE,
            "remote.intents.supported=" + IntentSet.CONFIDENTIAL
        })
public final class RemoteComponent implements DistributionProvider, RemoteStatistics {
    private final CallGuards guards;
    private final CallServers servers;
    private final CallClient client;
    private final RemoteRecords records;
    private final DistributionProvider provider;
    private final BundleContext context;

    /** Forgets the counters of imported services that go. */
    private final ServiceListener goings;

    /**
     * Called by the component runtime.
     *
     * @param context shows the imported services
     * @param configured the settings
     * @param sockets the sockets of this bundle, with the transport that services are offered over
     * @param factory the handles of this bundle
     */
    @Activate
    public RemoteComponent(
            BundleContext context,
            @Reference ConfiguredSettings configured,
            @Reference(target = "(" + SpSockets.SCHEME + "=tcp)") SpSockets sockets,
            @Reference AioFactory factory) {
        RemoteSettings settings = configured.inForce();
        RemoteTypes types = FrameworkTypes.create();
        CallFormat format = new CallFormat(types);
        client = new CallClient(sockets, factory, format, settings.client());
        guards = new CallGuards(settings.withoutGuard(), settings.audit());
        servers = new CallServers(sockets, format, settings.server(), new CallWorkers(settings.workers()), guards);
        records = new RemoteRecords(servers, client, new ImportedServices(context)::all);
        provider = new SpDistributionProvider(types, settings, servers, client, records, sockets::schemes);
        this.context = context;
        goings = this::forget;
        try {
            context.addServiceListener(goings, ImportedServices.FILTER);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private void forget(ServiceEvent event) {
        if (event.getType() == ServiceEvent.UNREGISTERING) {
            records.forget(String.valueOf(event.getServiceReference().getProperty(RemoteConstants.ENDPOINT_ID)));
        }
    }

    /** Called by the component runtime when a guard comes. */
    @Reference(
            service = RemoteCallGuard.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            unbind = "removeGuard")
    void addGuard(RemoteCallGuard guard) {
        guards.add(guard);
    }

    /** Called by the component runtime when a guard goes. */
    void removeGuard(RemoteCallGuard guard) {
        guards.remove(guard);
    }

    @Override
    public String[] getSupportedTypes() {
        return provider.getSupportedTypes();
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Endpoint exportService(
            Object service, BundleContext context, Map<String, Object> properties, Class[] interfaces) {
        return provider.exportService(service, context, properties, interfaces);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Object importEndpoint(
            ClassLoader loader, BundleContext context, Class[] interfaces, EndpointDescription endpoint) {
        return provider.importEndpoint(loader, context, interfaces, endpoint);
    }

    @Override
    public RemoteSnapshot snapshot() {
        return records.snapshot();
    }

    @Deactivate
    void deactivate() {
        context.removeServiceListener(goings);
        client.close();
        servers.close();
    }
}

package io.helve.remote.osgi;

import io.helve.aio.AioFactory;
import io.helve.remote.call.CallFormat;
import io.helve.remote.call.RemoteTypes;
import io.helve.remote.client.CallClient;
import io.helve.remote.guard.RemoteCallGuard;
import io.helve.remote.osgi.RemoteSettings.Guarding;
import io.helve.remote.server.CallGuards;
import io.helve.remote.server.CallServers;
import io.helve.remote.server.CallWorkers;
import io.helve.sp.SpSockets;
import java.util.Map;
import org.apache.aries.rsa.spi.DistributionProvider;
import org.apache.aries.rsa.spi.Endpoint;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.remoteserviceadmin.EndpointDescription;

/**
 * The distribution provider as a service, configured by PID {@code io.helve.remote}. A changed configuration makes a
 * new component: Remote Service Admin withdraws what was exported, and exports it anew.
 */
@Component(
        service = DistributionProvider.class,
        immediate = true,
        configurationPolicy = ConfigurationPolicy.IGNORE,
        property = {
            "remote.configs.supported=" + EndpointProperties.TYPE,
            "remote.intents.supported=" + IntentSet.BASIC,
            "remote.intents.supported=" + IntentSet.ASYNC,
            "remote.intents.supported=" + IntentSet.PRIVATE,
            "remote.intents.supported=" + IntentSet.CONFIDENTIAL
        })
public final class RemoteComponent implements DistributionProvider {
    private final CallGuards guards;
    private final CallServers servers;
    private final CallClient client;
    private final DistributionProvider provider;

    /**
     * Called by the component runtime.
     *
     * @param configured the settings
     * @param sockets the sockets of this bundle, with the transport that services are offered over
     * @param factory the handles of this bundle
     */
    @Activate
    public RemoteComponent(
            @Reference ConfiguredSettings configured,
            @Reference(target = "(" + SpSockets.SCHEME + "=tcp)") SpSockets sockets,
            @Reference AioFactory factory) {
        RemoteSettings settings = configured.inForce();
        RemoteTypes types = FrameworkTypes.create();
        CallFormat format = new CallFormat(types);
        client = new CallClient(sockets, factory, format, settings.client());
        guards = settings.guarding() == Guarding.REQUIRED ? CallGuards.required() : CallGuards.optional();
        servers = new CallServers(sockets, format, settings.server(), new CallWorkers(settings.workers()), guards);
        provider = new SpDistributionProvider(types, settings, servers, client, sockets::schemes);
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

    @Deactivate
    void deactivate() {
        client.close();
        servers.close();
    }
}

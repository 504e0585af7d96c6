package io.helve.net.osgi;

import io.helve.aio.provider.AioEventSources;
import io.helve.internal.ConfigurationRecord;
import io.helve.internal.SafeLogger;
import io.helve.net.eventloop.EventLoops;
import io.helve.net.eventloop.Network;
import io.helve.net.routing.NetProvider;
import io.helve.operator.ConfigurationSnapshot;
import io.helve.operator.ConfigurationState;
import io.helve.stream.StreamConfig;
import io.helve.stream.provider.StreamProvider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Hashtable;
import java.util.Map;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Owns the event loops, configured by PID {@value #PID}, and offers Helve's own schemes over them. The component
 * registers the provider's service itself, because the provider knows the schemes, and no configuration must change the
 * properties of that service.
 */
@Component(
        service = {NetworkComponent.class, ConfigurationState.class},
        immediate = true,
        configurationPid = NetworkComponent.PID)
@Designate(ocd = NetConfiguration.class)
@Capability(
        namespace = "osgi.service",
        attribute = {
            "objectClass:List<String>=\"io.helve.stream.provider.StreamProvider\"",
            "stream.scheme:List<String>=\"tcp,tcp4,tcp6,tls+tcp,tls+tcp4,tls+tcp6,ipc,unix,abstract,ws,ws4,ws6,"
                    + "wss,wss4,wss6,udp,udp4,udp6\""
        },
        uses = StreamProvider.class)
public final class NetworkComponent implements ConfigurationState {
    private static final Logger LOG = SafeLogger.of(NetworkComponent.class);
    static final String PID = "io.helve.net";

    private final ConfigurationRecord record = new ConfigurationRecord(PID, LOG);
    private final Network network;
    private final NetProvider provider;
    private final ServiceRegistration<StreamProvider> registration;
    private String transport;

    /**
     * Called by the component runtime. With an invalid configuration the defaults are in force, so that the service
     * exists nevertheless.
     *
     * @param context the bundle's context
     * @param properties the configuration
     */
    @Activate
    public NetworkComponent(BundleContext context, Map<String, Object> properties) {
        network = new Network(read(properties, StreamConfig.DEFAULTS));
        logTransport();
        provider = new NetProvider(network);
        registration = context.registerService(
                StreamProvider.class,
                provider,
                new Hashtable<>(Map.of(
                        StreamProvider.SCHEME,
                        provider.schemes().stream().sorted().toArray(String[]::new))));
    }

    /**
     * Lends the event loops to the default pool, if the configuration says so. The pool may come and go.
     *
     * @param pool the pool
     */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindPool(AioEventSources pool) {
        network.lendTo(pool);
    }

    void unbindPool(AioEventSources pool) {
        network.takeBackLoops(pool);
    }

    @Modified
    void modified(Map<String, Object> properties) {
        StreamConfig current = network.config();
        StreamConfig read = read(properties, current);
        if (!read.equals(current)) {
            network.configure(read);
            logTransport();
        }
    }

    /** {@return the settings; those in force if the configuration is refused} */
    private StreamConfig read(Map<String, Object> properties, StreamConfig inForce) {
        return record.read(
                        properties, reader -> new NetProperties(reader).toConfig(), () -> "in force stays " + inForce)
                .orElse(inForce);
    }

    @Override
    public ConfigurationSnapshot settings() {
        return record.settings();
    }

    /** Logs the kind of I/O, and again when it has changed. */
    private void logTransport() {
        String name = network.loops().backend().name();
        if (!name.equals(transport)) {
            transport = name;
            LOG.log(Level.INFO, "Byte streams are carried by " + name);
        }
    }

    /**
     * Unregisters the service, then closes all open dialers, listeners and streams ({@code ECLOSED}), then ends the
     * threads.
     */
    @Deactivate
    void deactivate() {
        registration.unregister();
        provider.close();
        network.close();
        EventLoops.awaitNettysOwnThread();
    }

    Network network() {
        return network;
    }

    NetProvider provider() {
        return provider;
    }
}

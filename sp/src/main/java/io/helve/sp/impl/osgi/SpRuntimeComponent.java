package io.helve.sp.impl.osgi;

import io.helve.internal.ConfigurationReader;
import io.helve.internal.ConfigurationRecord;
import io.helve.internal.SafeLogger;
import io.helve.internal.SchemeProperties;
import io.helve.internal.ServiceRank;
import io.helve.internal.ServiceSchemes;
import io.helve.message.Message;
import io.helve.message.Messages;
import io.helve.operator.ConfigurationSnapshot;
import io.helve.operator.ConfigurationState;
import io.helve.sp.SpStatistic;
import io.helve.sp.SpStatistics;
import io.helve.sp.impl.device.Device;
import io.helve.sp.impl.inproc.InprocTransport;
import io.helve.sp.impl.protocol.ProtocolFactory;
import io.helve.sp.impl.socket.Limits;
import io.helve.sp.impl.socket.SpRuntime;
import io.helve.sp.impl.socket.SpRuntime.WithoutTransport;
import io.helve.sp.impl.stream.StreamTransport;
import io.helve.sp.impl.udp.UdpTransport;
import io.helve.sp.provider.SpTransport;
import io.helve.stream.StreamFactory;
import java.lang.System.Logger;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/** The runtime that the sockets of all bundles share, configured by PID {@value #PID}. Transports come and go. */
@Component(
        service = {SpRuntimeComponent.class, SpStatistics.class, Messages.class, ConfigurationState.class},
        configurationPid = SpRuntimeComponent.PID)
@Designate(ocd = SpConfiguration.class)
public final class SpRuntimeComponent implements SpStatistics, Messages, ConfigurationState {
    private static final Logger LOG = SafeLogger.of(SpRuntimeComponent.class);
    static final String PID = "io.helve.sp";

    private final ConfigurationRecord record = new ConfigurationRecord(PID, LOG);
    private final SpRuntime runtime;
    private final ServiceSchemes<SpTransport> schemes = new ServiceSchemes<>("transport", SpTransport.SCHEME, LOG);

    private final SpTransport udp = new UdpTransport(this::streams);
    private final SpTransport overStreams = new StreamTransport(this::streams);
    private final ServiceRank udpRank;
    private final ServiceRank streamRank;

    /** The factory of streams; null while none is registered. */
    private volatile StreamFactory streams;

    /**
     * Called by the component runtime. With an invalid configuration the service is published nevertheless, with the
     * defaults; the log warns that the defaults set no limits.
     *
     * @param properties the configuration
     */
    @Activate
    public SpRuntimeComponent(Map<String, Object> properties) {
        runtime = new SpRuntime(ProtocolFactory::create, Device::start, WithoutTransport.WAIT);
        runtime.add(new InprocTransport());
        udpRank =
                runtime.nextRank(); // before the transport over streams, which would take udp's datagrams for a stream
        streamRank = runtime.nextRank();
        runtime.own(udp);
        runtime.own(overStreams);
        configure(properties);
    }

    private StreamFactory streams() {
        return streams;
    }

    /**
     * Follows the factory of streams and its schemes. The service property names the schemes: the property changes
     * before a provider goes, so components that need the provider end while the provider still works.
     */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            updated = "updateStreams")
    void addStreams(StreamFactory factory, Map<String, Object> properties) {
        streams = factory;
        updateStreams(factory, properties);
    }

    void updateStreams(StreamFactory factory, Map<String, Object> properties) {
        if (factory == streams) {
            Set<String> named = SchemeProperties.schemes(properties, StreamFactory.SCHEME);
            put(named == null ? factory.schemes() : named);
        }
    }

    void removeStreams(StreamFactory factory) {
        if (factory == streams) { // otherwise another one has taken its place
            put(Set.of());
            streams = null;
        }
    }

    private void put(Set<String> schemes) {
        Set<String> datagrams = new TreeSet<>(schemes);
        datagrams.retainAll(UdpTransport.SCHEMES);
        runtime.put(udp, datagrams, udpRank);
        runtime.put(overStreams, schemes, streamRank);
    }

    /** Sets the limits; invalid ones are refused as a whole. */
    @Modified
    void configure(Map<String, Object> properties) {
        record.read(properties, SpRuntimeComponent::limits, this::inForce).ifPresent(runtime::limit);
    }

    private String inForce() {
        return runtime.limits().equals(Limits.NONE)
                ? "the defaults are in force: bundles that use sockets have no limits"
                : "in force stays " + runtime.limits();
    }

    @Override
    public ConfigurationSnapshot settings() {
        return record.settings();
    }

    /**
     * Reads the limits. A missing one has its default: no limit, or for direct memory 0, which stands for a share of
     * the memory of the JVM.
     *
     * @throws IllegalArgumentException if a value is not valid
     */
    static Limits limits(ConfigurationReader reader) {
        return new Limits(
                reader.integer("sockets.max", Limits.NONE.sockets(), 1, Limits.NONE.sockets()),
                reader.integer("pipes.max", Limits.NONE.pipes(), 1, Limits.NONE.pipes()),
                reader.number("queue.bytes.max", Limits.NONE.bytes(), 1, Limits.NONE.bytes()),
                reader.number("direct.memory.max", 0, 0, Long.MAX_VALUE),
                reader.number("direct.memory.bundle.max", 0, 0, Long.MAX_VALUE));
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            updated = "updateTransport")
    void addTransport(SpTransport transport, Map<String, Object> properties) {
        updateTransport(transport, properties);
    }

    void updateTransport(SpTransport transport, Map<String, Object> properties) {
        Set<String> named = schemes.read(transport, transport.schemes(), properties);
        runtime.put(transport, named, ServiceRank.of(properties));
    }

    void removeTransport(SpTransport transport) {
        runtime.remove(transport);
        schemes.forget(transport);
    }

    @Deactivate
    void deactivate() {
        runtime.close();
    }

    SpRuntime runtime() {
        return runtime;
    }

    @Override
    public SpStatistic snapshot() {
        return runtime.snapshot();
    }

    @Override
    public Message alloc() {
        return runtime.messages().alloc();
    }

    @Override
    public Message alloc(int length) {
        return runtime.messages().alloc(length);
    }

    @Override
    public Message of(byte[] body) {
        return runtime.messages().of(body);
    }

    @Override
    public Message of(String body) {
        return runtime.messages().of(body);
    }

    @Override
    public Message wrap(byte[] body) {
        return runtime.messages().wrap(body);
    }
}

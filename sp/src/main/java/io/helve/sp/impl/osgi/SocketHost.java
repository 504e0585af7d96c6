package io.helve.sp.impl.osgi;

import io.helve.aio.AioFactory;
import io.helve.message.Message;
import io.helve.message.Messages;
import io.helve.sp.SpStatistic;
import io.helve.sp.SpStatistics;
import io.helve.sp.impl.core.SocketCore;
import io.helve.sp.impl.device.Device;
import io.helve.sp.impl.inproc.InprocTransport;
import io.helve.sp.impl.protocol.Rules;
import io.helve.sp.impl.stream.StreamTransport;
import io.helve.sp.provider.SpTransport;
import io.helve.stream.StreamFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** What the sockets of all bundles share. Transports come and go. */
@Component(service = {SocketHost.class, SpStatistics.class, Messages.class})
public final class SocketHost implements SpStatistics, Messages {
    private final SocketCore core;
    private final StreamTransport overStreams;

    /** What makes streams, as long as it is there. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile StreamFactory streams;

    /**
     * Called by the component runtime.
     *
     * @param factory makes the handles that sockets need for themselves
     */
    @Activate
    public SocketHost(@Reference AioFactory factory) {
        core = new SocketCore(
                factory, Rules::create, (first, second, aio) -> Device.start(factory, first, second, aio));
        core.add(new InprocTransport());
        overStreams = new StreamTransport(factory, () -> streams);
        core.add(overStreams);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addTransport(SpTransport transport) {
        core.add(transport);
    }

    void removeTransport(SpTransport transport) {
        core.remove(transport);
    }

    @Deactivate
    void deactivate() {
        core.close();
        overStreams.close();
    }

    SocketCore core() {
        return core;
    }

    @Override
    public SpStatistic snapshot() {
        return core.snapshot();
    }

    @Override
    public Message alloc() {
        return core.messages().alloc();
    }

    @Override
    public Message alloc(int length) {
        return core.messages().alloc(length);
    }

    @Override
    public Message of(byte[] body) {
        return core.messages().of(body);
    }

    @Override
    public Message of(String body) {
        return core.messages().of(body);
    }

    @Override
    public Message wrap(byte[] body) {
        return core.messages().wrap(body);
    }
}

package io.helve.net.osgi;

import io.helve.stream.StreamResource;
import io.helve.stream.StreamSnapshot;
import io.helve.stream.StreamStatistics;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** The counters of the event loops. */
@Component(service = StreamStatistics.class, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class StreamStatisticsComponent implements StreamStatistics {
    private final NetworkComponent owner;

    /**
     * Called by the component runtime.
     *
     * @param owner owns the event loops
     */
    @Activate
    public StreamStatisticsComponent(@Reference NetworkComponent owner) {
        this.owner = owner;
    }

    @Override
    public StreamSnapshot snapshot() {
        return owner.network().snapshot();
    }

    @Override
    public List<StreamResource> resources() {
        return owner.provider().resources();
    }
}

package io.helve.net.osgi;

import io.helve.operator.ResourceCloser;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** Closes streams, dialers and listeners by their ids. */
@Component(service = ResourceCloser.class, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class StreamCloserComponent implements ResourceCloser {
    private final NetworkComponent owner;

    /**
     * Called by the component runtime.
     *
     * @param owner knows what is open
     */
    @Activate
    public StreamCloserComponent(@Reference NetworkComponent owner) {
        this.owner = owner;
    }

    @Override
    public boolean close(String id) {
        return owner.provider().close(id);
    }
}

package io.helve.sp.impl.osgi;

import io.helve.operator.ResourceCloser;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** Closes sockets, dialers, listeners and pipes by their ids. */
@Component(service = ResourceCloser.class, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class SocketCloserComponent implements ResourceCloser {
    private final SpRuntimeComponent host;

    /**
     * Called by the component runtime.
     *
     * @param host knows all sockets
     */
    @Activate
    public SocketCloserComponent(@Reference SpRuntimeComponent host) {
        this.host = host;
    }

    @Override
    public boolean close(String id) {
        return host.runtime().close(id);
    }
}

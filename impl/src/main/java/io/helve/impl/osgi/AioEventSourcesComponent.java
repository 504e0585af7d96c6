package io.helve.impl.osgi;

import io.helve.aio.provider.AioEventSource;
import io.helve.aio.provider.AioEventSources;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** Where providers add the sources of events in which workers of the default pool may wait. */
@Component(service = AioEventSources.class, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class AioEventSourcesComponent implements AioEventSources {
    private final AioEventSources delegate;

    /**
     * Called by the component runtime.
     *
     * @param pool the default pool
     */
    @Activate
    public AioEventSourcesComponent(@Reference DefaultPool pool) {
        delegate = pool.host().runtime().eventSources();
    }

    @Override
    public void add(AioEventSource source) {
        delegate.add(source);
    }

    @Override
    public void remove(AioEventSource source) {
        delegate.remove(source);
    }
}

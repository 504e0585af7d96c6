package io.helve.impl.osgi;

import io.helve.aio.AioFactory;
import io.helve.operator.ResourceCloser;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** Closes handles of the default pool by their ids. */
@Component(
        service = ResourceCloser.class,
        configurationPolicy = ConfigurationPolicy.IGNORE,
        property = AioFactory.POOL + "=" + DefaultPool.NAME)
public final class HandleCloserComponent implements ResourceCloser {
    private final DefaultPool pool;

    /**
     * Called by the component runtime.
     *
     * @param pool the pool
     */
    @Activate
    public HandleCloserComponent(@Reference DefaultPool pool) {
        this.pool = pool;
    }

    @Override
    public boolean close(String id) {
        return pool.host().runtime().close(id);
    }
}

package io.helve.impl.osgi;

import io.helve.aio.AioCallbackSnapshot;
import io.helve.aio.AioFactory;
import io.helve.aio.AioHandleSnapshot;
import io.helve.aio.AioSnapshot;
import io.helve.aio.AioStatistics;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** The counters of the default pool. */
@Component(
        service = AioStatistics.class,
        configurationPolicy = ConfigurationPolicy.IGNORE,
        property = {AioFactory.POOL + "=" + DefaultPool.NAME, "service.ranking:Integer=100"})
public final class AioStatisticsComponent implements AioStatistics {
    private final DefaultPool pool;

    /**
     * Called by the component runtime.
     *
     * @param pool the pool
     */
    @Activate
    public AioStatisticsComponent(@Reference DefaultPool pool) {
        this.pool = pool;
    }

    @Override
    public AioSnapshot snapshot() {
        return pool.host().runtime().snapshot();
    }

    @Override
    public List<AioHandleSnapshot> handles() {
        return pool.host().runtime().handles();
    }

    @Override
    public List<AioCallbackSnapshot> callbacks() {
        return pool.host().runtime().callbacks();
    }
}

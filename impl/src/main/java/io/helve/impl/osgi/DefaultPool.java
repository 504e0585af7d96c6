package io.helve.impl.osgi;

import io.helve.aio.AioConfig;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;

/**
 * The default pool, which always exists, configured by PID {@value #PID}. Separate components publish its services, so
 * that no configuration can change the properties of the services.
 */
@Component(service = DefaultPool.class, immediate = true, configurationPid = DefaultPool.PID)
@Designate(ocd = PoolConfiguration.class)
public final class DefaultPool {
    static final String PID = "io.helve.aio";
    static final String NAME = "default";

    private final PoolHost host;

    /**
     * Called by the component runtime. An invalid configuration does not keep the service away: the defaults are in
     * force then.
     *
     * @param properties the configuration
     */
    @Activate
    public DefaultPool(Map<String, Object> properties) {
        host = new PoolHost(AioConfig.defaults());
        host.configure(PID, () -> new PoolProperties(properties).toConfig(NAME));
    }

    @Modified
    void modified(Map<String, Object> properties) {
        host.configure(PID, () -> new PoolProperties(properties).toConfig(NAME));
    }

    @Deactivate
    void deactivate() {
        host.close();
    }

    PoolHost host() {
        return host;
    }
}

package io.helve.impl.osgi;

import io.helve.aio.AioConfig;
import io.helve.internal.ConfigurationReader;
import io.helve.internal.ConfigurationRecord;
import io.helve.internal.SafeLogger;
import io.helve.operator.ConfigurationSnapshot;
import io.helve.operator.ConfigurationState;
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
@Component(
        service = {DefaultPool.class, ConfigurationState.class},
        immediate = true,
        configurationPid = DefaultPool.PID)
@Designate(ocd = PoolConfiguration.class)
public final class DefaultPool implements ConfigurationState {
    static final String PID = "io.helve.aio";
    static final String NAME = "default";

    private final ConfigurationRecord record = new ConfigurationRecord(PID, SafeLogger.of(DefaultPool.class));
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
        modified(properties);
    }

    @Modified
    void modified(Map<String, Object> properties) {
        record.read(
                        properties,
                        DefaultPool::parse,
                        () -> "in force stays " + host.runtime().config())
                .ifPresent(host::configure);
    }

    private static AioConfig parse(ConfigurationReader reader) {
        PoolProperties read = new PoolProperties(reader);
        read.ignoreName();
        return read.toConfig(NAME);
    }

    @Override
    public ConfigurationSnapshot settings() {
        return record.settings();
    }

    @Deactivate
    void deactivate() {
        host.close();
    }

    PoolHost host() {
        return host;
    }
}

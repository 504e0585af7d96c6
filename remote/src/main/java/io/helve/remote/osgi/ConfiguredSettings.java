package io.helve.remote.osgi;

import io.helve.internal.ConfigurationRecord;
import io.helve.internal.SafeLogger;
import io.helve.operator.ConfigurationSnapshot;
import io.helve.operator.ConfigurationState;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.Designate;

/**
 * The settings as a service, configured by PID {@code io.helve.remote}. A changed configuration makes a new component,
 * and so a new distribution provider: Remote Service Admin withdraws what was exported, and exports it anew.
 */
@Component(
        service = {ConfiguredSettings.class, ConfigurationState.class},
        configurationPid = RemoteSettings.PID)
@Designate(ocd = RemoteConfiguration.class)
public final class ConfiguredSettings implements ConfigurationState {
    private final ConfigurationRecord record =
            new ConfigurationRecord(RemoteSettings.PID, SafeLogger.of(ConfiguredSettings.class));

    private final RemoteSettings inForce;

    /**
     * Called by the component runtime.
     *
     * @param properties the configuration
     */
    @Activate
    public ConfiguredSettings(Map<String, Object> properties) {
        inForce = RemoteSettings.read(record, properties);
    }

    RemoteSettings inForce() {
        return inForce;
    }

    @Override
    public ConfigurationSnapshot settings() {
        return record.settings();
    }
}

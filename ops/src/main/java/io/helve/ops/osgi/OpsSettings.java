package io.helve.ops.osgi;

import io.helve.internal.ConfigurationRecord;
import io.helve.internal.SafeLogger;
import io.helve.operator.ConfigurationSnapshot;
import io.helve.operator.ConfigurationState;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.Designate;

/** The settings of the views. A changed configuration makes a new component, and so new views. */
@Component(
        service = {OpsSettings.class, ConfigurationState.class},
        configurationPid = OpsProperties.PID)
@Designate(ocd = OpsConfiguration.class)
public final class OpsSettings implements ConfigurationState {
    private final ConfigurationRecord record =
            new ConfigurationRecord(OpsProperties.PID, SafeLogger.of(OpsSettings.class));

    private final OpsProperties properties;

    /**
     * Called by the component runtime.
     *
     * @param properties the configuration
     */
    @Activate
    public OpsSettings(Map<String, Object> properties) {
        this.properties = OpsProperties.read(record, properties);
    }

    OpsProperties properties() {
        return properties;
    }

    @Override
    public ConfigurationSnapshot settings() {
        return record.settings();
    }
}

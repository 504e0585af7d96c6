package io.helve.operator;

import io.helve.annotation.ThreadSafe;
import org.osgi.annotation.versioning.ProviderType;

/** The OSGi service that shows the settings of one configuration of Helve. It changes nothing. */
@ProviderType
@ThreadSafe
public interface ConfigurationState {
    /**
     * Returns the settings.
     *
     * @return an immutable snapshot
     */
    ConfigurationSnapshot settings();
}

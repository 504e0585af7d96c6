package io.helve.itest.framework;

import java.io.IOException;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** A configuration that a test makes, and deletes. */
final class Configured {
    private final Configuration configuration;
    private boolean deleted;

    /** The configuration of a component. */
    Configured(ConfigurationAdmin admin, String pid) throws IOException {
        configuration = admin.getConfiguration(pid, "?");
    }

    private Configured(Configuration configuration) {
        this.configuration = configuration;
    }

    /** A further configuration of a factory. */
    static Configured ofFactory(ConfigurationAdmin admin, String factoryPid, String name) throws IOException {
        return new Configured(admin.getFactoryConfiguration(factoryPid, name, "?"));
    }

    void update(Map<String, ?> values) throws IOException {
        Dictionary<String, Object> properties = new Hashtable<>();
        values.forEach(properties::put);
        configuration.update(properties);
    }

    /**
     * Updates the configuration unless the configuration has these values already: an update replaces components even
     * if it changes nothing.
     */
    void updateIfDifferent(Map<String, ?> values) throws IOException {
        configuration.updateIfDifferent(new Hashtable<String, Object>(values));
    }

    /** Deletes it, unless that was done already. */
    void delete() throws IOException {
        if (!deleted) {
            deleted = true;
            configuration.delete();
        }
    }
}

package io.helve.operator;

import io.helve.annotation.ThreadSafe;
import java.util.List;

/**
 * The settings in force for one configuration, and where they come from: an immutable value.
 *
 * @param instance the PID, for a factory with the name of the instance, such as {@code io.helve.aio.pool~two}
 * @param settings the settings in force; none before a configuration of a further pool was accepted
 * @param refusal why the last configuration was refused, or an empty text if it was accepted. While a configuration is
 *     refused, the settings that were accepted before it stay in force; at a start these are the defaults.
 */
@ThreadSafe
public record ConfigurationSnapshot(String instance, List<Setting> settings, String refusal) {
    /**
     * A setting.
     *
     * @param key the attribute, such as {@code threads.max}
     * @param value the value in force, with its unit
     * @param defaultValue the default, with its unit
     * @param configured whether the configuration has the key; otherwise the default is in force
     */
    public record Setting(String key, String value, String defaultValue, boolean configured) {}

    /**
     * Copies the list of settings.
     *
     * @param instance the instance
     * @param settings the settings
     * @param refusal why the last configuration was refused
     */
    public ConfigurationSnapshot {
        settings = List.copyOf(settings);
    }
}

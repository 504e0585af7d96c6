package io.helve.internal;

import io.helve.operator.ConfigurationSnapshot;
import io.helve.operator.ConfigurationSnapshot.Setting;
import io.helve.operator.ConfigurationState;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Accepts or refuses the configurations of one component, and remembers what is in force. The log tells a refusal
 * (ERROR), keys that no attribute has (WARNING), and what an accepted configuration has changed (INFO).
 *
 * <p>The component runtime calls a component with one configuration at a time; observers may read at any time.
 */
public final class ConfigurationRecord implements ConfigurationState {
    private final Logger log;
    private volatile ConfigurationSnapshot last;

    /**
     * Creates a record before the first configuration.
     *
     * @param pid the PID
     * @param log the component's logger
     */
    public ConfigurationRecord(String pid, Logger log) {
        this.log = log;
        last = new ConfigurationSnapshot(pid, List.of(), "");
    }

    @Override
    public ConfigurationSnapshot settings() {
        return last;
    }

    /**
     * Reads a configuration.
     *
     * @param <C> the type of the settings
     * @param properties the configuration
     * @param parser reads all attributes, or throws an exception whose message names the wrong one
     * @param otherwise tells for the log what is in force if the configuration is refused
     * @return the settings, or empty if the configuration is refused
     */
    public <C> Optional<C> read(
            Map<String, ?> properties, Function<ConfigurationReader, C> parser, Supplier<String> otherwise) {
        String instance = instanceOf(properties).orElse(last.instance());
        ConfigurationReader reader = new ConfigurationReader(properties);
        C settings;
        try {
            settings = parser.apply(reader);
        } catch (RuntimeException e) {
            last = new ConfigurationSnapshot(instance, last.settings(), e.getMessage());
            log.log(
                    Level.ERROR,
                    "Configuration " + instance + " is refused: " + e.getMessage() + "; " + otherwise.get());
            return Optional.empty();
        }
        String changes = changes(reader.settings());
        last = new ConfigurationSnapshot(instance, reader.settings(), "");
        reader.unknown().forEach(key -> warn(instance, key, reader));
        if (!changes.isEmpty()) {
            log.log(Level.INFO, "Configuration " + instance + " is in force: " + changes);
        }
        return Optional.of(settings);
    }

    /** {@return the PID of the configuration, which Configuration Admin adds to it} */
    private static Optional<String> instanceOf(Map<String, ?> properties) {
        return properties.get("service.pid") instanceof String pid ? Optional.of(pid) : Optional.empty();
    }

    private void warn(String instance, String key, ConfigurationReader reader) {
        List<String> known = reader.settings().stream().map(Setting::key).toList();
        String meant = NearestName.of(key, known)
                .map(name -> "did you mean " + name + "?")
                .orElse("the keys are " + String.join(", ", known));
        log.log(
                Level.WARNING,
                "Configuration " + instance + " has the key " + PrintableText.of(key) + ", which nothing reads; "
                        + meant);
    }

    /** {@return the settings that differ from those in force, or from the defaults at the first time} */
    private String changes(List<Setting> accepted) {
        Map<String, String> before = last.settings().stream().collect(Collectors.toMap(Setting::key, Setting::value));
        List<String> changes = new ArrayList<>();
        for (Setting setting : accepted) {
            String old = before.getOrDefault(setting.key(), setting.defaultValue());
            if (!old.equals(setting.value())) {
                changes.add(setting.key() + " " + old + " -> " + setting.value()
                        + (setting.configured() ? "" : " (the default)"));
            }
        }
        return String.join(", ", changes);
    }
}

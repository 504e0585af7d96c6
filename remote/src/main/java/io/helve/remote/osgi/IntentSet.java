package io.helve.remote.osgi;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.service.remoteserviceadmin.RemoteConstants;

/** The intents of Remote Services that services ask for, and the intents that this provider fulfils. */
final class IntentSet {
    static final String BASIC = "osgi.basic";
    static final String ASYNC = "osgi.async";
    static final String PRIVATE = "osgi.private";
    static final String CONFIDENTIAL = "osgi.confidential";

    /** The intents that the provider fulfils at each address. */
    static final Set<String> EVERYWHERE = Set.of(BASIC, ASYNC);

    private static final List<String> ASKING = List.of(
            RemoteConstants.SERVICE_EXPORTED_INTENTS,
            RemoteConstants.SERVICE_EXPORTED_INTENTS_EXTRA,
            RemoteConstants.SERVICE_INTENTS);

    private IntentSet() {}

    /** {@return the intents that a service asks for} */
    static Set<String> asked(Map<String, Object> properties) {
        Set<String> asked = new TreeSet<>();
        for (String key : ASKING) {
            asked.addAll(strings(key, properties.get(key)));
        }
        return asked;
    }

    /** {@return the texts of a property of type String+} */
    static List<String> strings(String key, Object value) {
        if (value == null) {
            return List.of();
        }
        if (value instanceof String text) {
            return List.of(text);
        }
        if (value instanceof String[] texts) {
            return List.of(texts);
        }
        if (value instanceof Collection<?> texts && texts.stream().allMatch(String.class::isInstance)) {
            return texts.stream().map(String.class::cast).toList();
        }
        throw new IllegalArgumentException(key + " must be a text, or several, not " + value);
    }
}

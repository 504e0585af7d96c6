package io.helve.internal;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads the URL schemes of a service: from a property of the service, or from the service itself. */
public final class SchemeProperties {
    private SchemeProperties() {}

    /**
     * Reads a property that names schemes.
     *
     * @param properties the properties of the service
     * @param key the property: one scheme, or an array or a collection of schemes
     * @return the schemes in lower case, sorted, or {@code null} if the property is missing
     */
    public static Set<String> schemes(Map<String, ?> properties, String key) {
        Object property = properties.get(key);
        if (property == null) {
            return null;
        }
        return normalize(
                property instanceof Object[] several
                        ? List.of(several)
                        : property instanceof Collection<?> several ? several : List.of(property));
    }

    /**
     * Brings schemes into the form in which they are compared.
     *
     * @param schemes the schemes
     * @return the schemes without surrounding space, in lower case, sorted
     */
    public static Set<String> normalize(Collection<?> schemes) {
        Set<String> result = new TreeSet<>();
        schemes.forEach(each -> result.add(each.toString().trim().toLowerCase(Locale.ROOT)));
        return result;
    }
}

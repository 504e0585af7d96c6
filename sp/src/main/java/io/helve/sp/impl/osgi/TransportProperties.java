package io.helve.sp.impl.osgi;

import io.helve.sp.impl.endpoint.Rank;
import io.helve.sp.provider.SpTransport;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.framework.Constants;

/** Reads the properties of a transport's service: its schemes and its rank. */
final class TransportProperties {
    private final Map<String, ?> properties;

    TransportProperties(Map<String, ?> properties) {
        this.properties = properties;
    }

    Rank rank() {
        // as the framework: what is not an integer is no ranking
        int ranking = properties.get(Constants.SERVICE_RANKING) instanceof Integer given ? given : 0;
        long id = properties.get(Constants.SERVICE_ID) instanceof Long given ? given : Long.MAX_VALUE;
        return new Rank(ranking, id);
    }

    /** {@return the schemes, or null if the property is missing} */
    Set<String> schemes() {
        Object property = properties.get(SpTransport.SCHEME);
        if (property == null) {
            return null;
        }
        return lowerCase(
                property instanceof Object[] several
                        ? List.of(several)
                        : property instanceof Collection<?> several ? several : List.of(property));
    }

    static Set<String> lowerCase(Collection<?> schemes) {
        Set<String> result = new TreeSet<>();
        schemes.forEach(each -> result.add(each.toString().trim().toLowerCase(Locale.ROOT)));
        return result;
    }
}

package io.helve.net.osgi;

import io.helve.net.session.Rank;
import io.helve.stream.provider.StreamProvider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.framework.Constants;

/** Reads the properties of a provider's service: its schemes and its rank. */
final class ProviderProperties {
    private static final Logger LOG = System.getLogger(ProviderProperties.class.getName());

    private final Map<String, ?> properties;

    ProviderProperties(Map<String, ?> properties) {
        this.properties = properties;
    }

    Rank rank() {
        // as the framework: what is not an integer is no ranking
        int ranking = properties.get(Constants.SERVICE_RANKING) instanceof Integer given ? given : 0;
        long id = properties.get(Constants.SERVICE_ID) instanceof Long given ? given : Long.MAX_VALUE;
        return new Rank(ranking, id);
    }

    /** {@return what the property says; a service without it is asked} */
    Set<String> schemes(StreamProvider provider) {
        Object property = properties.get(StreamProvider.SCHEME);
        Set<String> own = lowerCase(provider.schemes());
        if (property == null) {
            LOG.log(
                    Level.WARNING,
                    "The provider " + provider + " has no property " + StreamProvider.SCHEME + "; taken for " + own);
            return own;
        }
        Set<String> named = lowerCase(
                property instanceof Object[] several
                        ? List.of(several)
                        : property instanceof Collection<?> several ? several : List.of(property));
        if (!named.equals(own)) {
            LOG.log(
                    Level.WARNING,
                    "The provider " + provider + " says it is for " + own + ", and its property "
                            + StreamProvider.SCHEME + " says " + named + ", which holds");
        }
        return named;
    }

    private static Set<String> lowerCase(Collection<?> schemes) {
        Set<String> result = new TreeSet<>();
        schemes.forEach(each -> result.add(each.toString().trim().toLowerCase(Locale.ROOT)));
        return result;
    }
}

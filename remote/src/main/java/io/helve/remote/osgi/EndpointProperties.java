package io.helve.remote.osgi;

import io.helve.aio.AioException;
import io.helve.remote.call.AddressTraits;
import io.helve.stream.StreamUrl;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The properties of services and endpoints that the provider reads: their names, and their forms. */
final class EndpointProperties {
    /** The config type. The names of all its properties begin with it. */
    static final String TYPE = "io.helve.sp";

    /** A service: the addresses to offer it at. An endpoint: where it can be called. */
    static final String URL = TYPE + ".url";

    /** A service: how many of its calls may be in progress. */
    static final String CALLS_MAX = TYPE + ".calls.max";

    /** A service: whether it is offered with TLS only. */
    static final String TLS = TYPE + ".tls";

    /** An endpoint: the number of the service at its server. */
    static final String SERVICE = TYPE + ".service";

    /** An endpoint: how many bytes a call may have. */
    static final String RECEIVE_MAX = TYPE + ".receive.max";

    static final String TIMEOUT = "osgi.basic.timeout";

    private static final Set<String> OF_SERVICES = Set.of(URL, CALLS_MAX, TLS);
    private static final Duration LONGEST = Duration.ofDays(365);

    private final Map<String, Object> properties = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    EndpointProperties(Map<String, Object> properties) {
        this.properties.putAll(properties);
    }

    /**
     * Looks for mistyped names.
     *
     * @throws IllegalArgumentException if a service has a property of the config type that does not exist
     */
    void checkNames() {
        for (String key : properties.keySet()) {
            if (key.regionMatches(true, 0, TYPE + ".", 0, TYPE.length() + 1)
                    && OF_SERVICES.stream().noneMatch(key::equalsIgnoreCase)) {
                throw new IllegalArgumentException(
                        "the config type " + TYPE + " has no property " + key + " for services");
            }
        }
    }

    /** {@return the addresses that a service is to be offered at; empty if it names none} */
    List<StreamUrl> ownUrls() {
        List<StreamUrl> urls = urls();
        if (Set.copyOf(urls).size() < urls.size()) {
            throw new IllegalArgumentException(URL + " has an address twice: " + urls);
        }
        return urls;
    }

    /** {@return the endpoint's addresses whose scheme is in the set; addresses on this machine come first} */
    List<StreamUrl> targetUrls(Set<String> schemes) {
        List<StreamUrl> known =
                urls().stream().filter(url -> schemes.contains(url.scheme())).toList();
        if (known.isEmpty()) {
            throw new IllegalArgumentException(
                    URL + " must have an address with one of the schemes " + schemes + ", not " + urls());
        }
        return known.stream()
                .sorted(Comparator.comparing(AddressTraits::isLocal).reversed())
                .toList();
    }

    private List<StreamUrl> urls() {
        return IntentSet.strings(URL, properties.get(URL)).stream()
                .map(EndpointProperties::url)
                .toList();
    }

    /** {@return whether a service is offered with TLS only; empty if it does not say whether} */
    Optional<Boolean> tls() {
        Object value = properties.get(TLS);
        if (value == null) {
            return Optional.empty();
        }
        return switch (value.toString().trim()) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> throw new IllegalArgumentException(TLS + " must be true or false, not " + value);
        };
    }

    private static StreamUrl url(String text) {
        try {
            return StreamUrl.parse(text);
        } catch (AioException e) {
            throw new IllegalArgumentException(URL + " is no address: " + e.getMessage(), e);
        }
    }

    /** {@return how many calls of a service may be in progress} */
    int callsMax(int missing) {
        return properties.containsKey(CALLS_MAX) ? (int) number(CALLS_MAX, 1, Integer.MAX_VALUE) : missing;
    }

    long service() {
        return number(SERVICE, 0, Long.MAX_VALUE);
    }

    int receiveMax() {
        return (int) number(RECEIVE_MAX, 1, Integer.MAX_VALUE);
    }

    /** {@return how long a call may take} */
    Duration timeout(Duration missing) {
        if (!properties.containsKey(TIMEOUT)) {
            return missing;
        }
        long millis = number(TIMEOUT, Long.MIN_VALUE, Long.MAX_VALUE);
        if (millis <= 0) {
            return missing;
        }
        return millis > LONGEST.toMillis() ? LONGEST : Duration.ofMillis(millis);
    }

    private long number(String key, long least, long most) {
        Object value = properties.get(key);
        long number;
        try {
            number = value instanceof Number given
                    ? given.longValue()
                    : Long.parseLong(String.valueOf(value).trim());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + " must be a whole number, not " + value, e);
        }
        if (number < least || number > most) {
            throw new IllegalArgumentException(key + " must be from " + least + " to " + most + ", not " + value);
        }
        return number;
    }
}

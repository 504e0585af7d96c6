package io.helve.remote.server;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What guards are told of a service.
 *
 * @param interfaces the names of its exported interfaces
 * @param properties its properties
 */
public record ServiceIdentity(List<String> interfaces, Map<String, Object> properties) {
    /** Copies both. */
    public ServiceIdentity {
        interfaces = List.copyOf(interfaces);
        properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }
}
